"""What a promotion changes in the file, what it records, and when there is nothing to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pulumi_apigw.config import load_config, stage_variables
from pulumi_apigw.errors import ConfigError, PromotionError
from pulumi_apigw.promotion import FunctionChange, VariableChange, read_file

from .conftest import SERVICE, Service


def test_what_was_tested_is_what_the_target_gets(service: Service) -> None:
    dev = service.release("dev")
    api, code = (dev.contents[name] for name in ("apis.public", "functions.api"))
    promotion = service.promote()
    assert (promotion.old_release, promotion.release) == ("latest", dev.id)
    assert promotion.variables == (
        VariableChange("checkout", None, "express"),
        VariableChange("color", "green", "blue"),
    )
    assert promotion.functions == (FunctionChange("api", None, dev.functions["api"].code_sha256, None, "7"),)
    promotion.write()
    added = f"""\
    release: "{dev.id}"
    promoted:
      from: dev
      release: "{dev.id}"
      at: "2026-11-23T12:00:00Z"
      commit: "{dev.commit}"
      contents: {{apis.public: "{api}", functions.api: "{code}"}}
      before:
        release: latest
        variables: {{checkout: null, color: green}}
"""
    own = "variables: {color: green, table: orders-prod}"
    assert service.file.read_text() == (
        SERVICE.replace(own, "variables: {color: blue, table: orders-prod, checkout: express}") + added
    )
    assert service.release("prod").id == dev.id


def test_what_belongs_to_the_target_stays(service: Service) -> None:
    service.promote().write()
    prod = load_config(service.file).stage("prod")
    assert stage_variables(prod, "prod") == {
        "checkout": "express",
        "color": "blue",
        "lambda_alias": "prod",
        "table": "orders-prod",
    }


def test_a_promotion_that_was_made_is_nothing_to_do_even_before_it_is_committed(service: Service) -> None:
    deployed = service.deployments()
    service.promote(deployed=deployed).write()
    promotion = service.promote(deployed=deployed)
    before = service.file.read_bytes()
    assert (promotion.state, promotion.changes, promotion.record) == ("nothing", {}, {})
    promotion.write()
    assert service.file.read_bytes() == before


def test_what_the_target_runs_is_what_is_compared_and_gone_back_to(service: Service) -> None:
    prod = service.deployed("prod", variables={"checkout": "classic", "color": "green"})
    assert prod.release is not None
    service.replace(
        "GET /items: {authorizer: none}", "GET /items: {authorizer: none}\n      GET /new: {authorizer: none}"
    )
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    promotion = service.promote(deployed=service.deployments(prod))
    dev = service.release("dev")
    assert promotion.differences is not None
    assert [each.where for each in promotion.differences.changes] == [
        'apis.public.routes["GET /new"]',
        "functions.api",
        "stage_variables.checkout",
        "stage_variables.color",
    ]
    assert promotion.functions == (
        FunctionChange(
            "api",
            prod.release.functions["api"].code_sha256,
            dev.functions["api"].code_sha256,
            "7",
            "7",
        ),
    )
    # It took every release, so its record has what it ran.
    assert promotion.record["before"] == {
        "release": prod.release.id,
        "commit": prod.release.commit,
        "variables": {"checkout": None, "color": "green"},
    }


def test_throttles_of_the_target_are_no_difference(service: Service) -> None:
    service.write(service.file.read_text() + "    throttle: {rate_limit: 1, burst_limit: 1}\n")
    service.commit()
    prod = service.deployed("prod", variables=service.release("dev").variables)
    promotion = service.promote(deployed=service.deployments(prod))
    assert promotion.differences is not None
    assert promotion.differences.changes == ()


def test_a_stage_on_its_way_from_one_pin_to_the_next(service: Service) -> None:
    first = service.release("dev")
    service.promote().write()
    service.commit()
    prod = service.deployed("prod", commit=None)
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    promotion = service.promote(deployed=service.deployments(prod))
    assert (promotion.old_release, promotion.release) == (first.id, service.release("dev").id)
    assert promotion.record["before"] == {"release": first.id}
    promotion.write()
    assert load_config(service.file).stage("prod").stages["prod"].promoted is not None
    assert service.file.read_text().count("promoted:") == 1


def test_a_source_that_was_deployed_with_changes_is_recorded_with_the_commit_that_gives_it(
    service: Service,
) -> None:
    deployed = service.deployments(service.deployed("dev", commit=None))
    assert service.promote(deployed=deployed).record["commit"] == service.git("rev-parse", "HEAD")


def test_a_stage_without_anything_of_its_own(service: Service) -> None:
    text = SERVICE.replace("  table: {}\n", "").replace(
        "color: {promote: true}", "color: {promote: true, default: c}"
    )
    service.write(text[: text.index("  prod:")].replace(", table: orders-dev", "") + "  prod:\n")
    with pytest.raises(ConfigError, match=r"stages.prod"):
        load_config(service.file)
    service.write(service.file.read_text().replace("  prod:\n", "  prod: {}\n"))
    service.commit()
    service.promote().write()
    stage = load_config(service.file).stage("prod").stages["prod"]
    assert (stage.variables, stage.release) == (
        {"checkout": "express", "color": "blue"},
        service.release("dev").id,
    )


def test_line_ends_and_a_byte_order_mark_are_kept(service: Service) -> None:
    service.file.write_bytes(b"\xef\xbb\xbf" + SERVICE.replace("\n", "\r\n").encode())
    service.commit()
    service.promote().write()
    text = service.file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbfservice")
    assert text.count(b"\n") == text.count(b"\r\n") == SERVICE.count("\n") + 10


def test_a_file_that_somebody_changes_meanwhile(service: Service) -> None:
    promotion = service.promote()
    service.replace("# all of it", "# everything")
    with pytest.raises(PromotionError, match=r"^api.yaml: the file was changed by somebody else just now"):
        promotion.write()


def test_a_promotion_as_data(service: Service) -> None:
    data = service.promote().to_data()
    assert list(data) == [
        "source",
        "target",
        "state",
        "old_release",
        "release",
        "variables",
        "share",
        "gates",
        "record",
        "files",
        "functions",
        "differences",
    ]
    assert data["variables"][1] == {"name": "color", "old": "green", "new": "blue"}
    assert data["functions"][0]["new_version"] == "7"
    assert data["differences"]["breaking"] is False
    assert data["state"] == "pending"


def test_a_config_that_is_in_no_file(service: Service) -> None:
    text = (
        "config.yaml: there is no such file, and this is a change of the config's file. "
        "Name it with --file; a config that is built in Python needs to be written to one."
    )
    with pytest.raises(PromotionError) as refused:
        read_file(Path("config.yaml"))
    assert str(refused.value) == text


def test_a_file_that_is_no_config(service: Service) -> None:
    deployed = service.deployments()
    service.write("service: [\n")
    with pytest.raises(ConfigError, match=r"^api.yaml:2: this is not YAML"):
        service.promote(deployed=deployed)
    service.file.write_bytes(b"service: \xff\n")
    with pytest.raises(ConfigError, match=r"^api.yaml:1: this is not UTF-8"):
        service.promote(deployed=deployed)
    service.write(SERVICE[: SERVICE.index("  prod:")] + "  prod: 1\n")
    with pytest.raises(ConfigError, match=r"stages.prod"):
        service.promote(deployed=deployed)
    service.write(SERVICE.replace("service: orders", "service: 1"))
    with pytest.raises(ConfigError, match=r"api.yaml:1 service: "):
        service.promote(deployed=deployed)


def test_functions_that_come_and_go_are_told(service: Service) -> None:
    release = service.release("dev")
    old = replace(release.functions["api"], version="3")
    prod = service.deployed("prod", functions={"jobs": old})
    promotion = service.promote(deployed=service.deployments(prod), allow_breaking=True)
    code = old.code_sha256
    assert promotion.functions == (
        FunctionChange("api", None, code, None, "7"),
        FunctionChange("jobs", code, None, "3", None),
    )


def test_a_throttle_of_the_target_that_the_files_lower_meanwhile_is_told(service: Service) -> None:
    service.write(service.file.read_text() + "    throttle: {rate_limit: 500, burst_limit: 500}\n")
    prod = service.deployed("prod", variables=service.release("dev").variables)
    service.replace("throttle: {rate_limit: 500", "throttle: {rate_limit: 5")
    service.commit()
    (refusal,) = service.promote(deployed=service.deployments(prod)).refusals
    assert refusal.name == "breaking"
    assert "500" in refusal.text
