"""Which variables a promotion takes along, and with which values."""

from __future__ import annotations

import pytest

from pulumi_apigw.config import load_config, stage_variables
from pulumi_apigw.errors import ConfigError
from pulumi_apigw.promotion import VariableChange

from .conftest import Service


def test_a_variable_alone_is_promoted_with_the_release_that_is_there_already(service: Service) -> None:
    service.promote().write()
    service.replace("checkout: express, color: blue, table: orders-dev", "color: red, table: orders-dev")
    service.commit()
    promotion = service.promote()
    assert promotion.state == "pending"
    assert promotion.variables == (
        VariableChange("checkout", "express", "classic"),
        VariableChange("color", "blue", "red"),
    )
    assert promotion.release == promotion.old_release
    assert promotion.record["before"] == {
        "release": promotion.release,
        "variables": {"checkout": "express", "color": "blue"},
    }


def test_the_value_that_runs_is_promoted_and_not_the_one_in_the_file(service: Service) -> None:
    values = {"checkout": "classic", "color": "black"}
    deployed = service.deployments(service.deployed("dev", variables=values))
    assert service.promote(deployed=deployed).variables == (VariableChange("color", "green", "black"),)


def test_values_that_yaml_takes_for_others_are_text(service: Service) -> None:
    service.replace("color: green", "color: true")
    service.commit()
    promotion = service.promote()
    assert VariableChange("color", "true", "blue") in promotion.variables
    promotion.write()
    service.roll_back().write()
    prod = load_config(service.file).stage("prod")
    assert stage_variables(prod, "prod")["color"] == "true"


def test_a_default_that_holds_in_both_stages_is_written_in_none(service: Service) -> None:
    service.replace("checkout: express, ", "")
    service.commit()
    promotion = service.promote()
    assert [each.name for each in promotion.variables] == ["color"]
    promotion.write()
    assert "checkout: classic" not in service.file.read_text()


def test_a_default_that_the_source_ran_with_is_written_where_another_one_holds_by_now(
    service: Service,
) -> None:
    service.replace("checkout: express, ", "")
    deployed = service.deployments()
    service.replace("default: classic", "default: express")
    service.commit()
    assert VariableChange("checkout", None, "classic") in service.promote(deployed=deployed).variables


def test_variables_are_taken_from_the_source_even_where_the_target_has_no_value_of_them_yet(
    service: Service,
) -> None:
    service.replace("color: green, ", "")
    service.git("commit", "--quiet", "--all", "--message", "forget the color of prod")
    assert service.file.read_text().count("color") == 2
    with pytest.raises(ConfigError, match=r"prod.*color"):
        load_config(service.file)
    dev = service.git("show", "HEAD~1:api.yaml")
    now = service.file.read_text()
    service.write(dev + "\n")
    deployed = service.deployments()
    service.write(now)
    promotion = service.promote(deployed=deployed)
    assert promotion.state == "pending"
    promotion.write()
    assert stage_variables(load_config(service.file).stage("prod"), "prod")["color"] == "blue"
