"""`apigw status`: the whole table, and what each part of it says."""

from __future__ import annotations

import json

from .conftest import Run
from .promotion import Deployed

FILES = ("--outputs", "dev.json", "--outputs", "prod.json")

SHOWN = """\
                     dev                      prod
release in the file  latest                   latest
release that runs    DEV-RELEASE-             PROD-RELEASE
of commit            DEV-COMMIT--             PROD-COMMIT-
function api         version 7, DEV-CODE----  version 4, PROD-CODE---
variable checkout    express                  classic

prod: 3 changes behind dev. Show them: apigw promote dev prod --check
"""


def shown(text: str, service: Deployed) -> str:
    """The text with names in place of what is different in each run."""
    for stage in ("dev", "prod"):
        release = json.loads((service.folder / f"{stage}.json").read_text())["release"]
        code = release["functions"]["api"]["code_sha256"]
        values = {"release": release["id"], "commit": release["commit"][:12], "code": code[:12]}
        for name, value in values.items():
            text = text.replace(value, f"{stage}-{name}".upper().ljust(12, "-"))
    return text


def test_stages_stand_side_by_side_with_what_differs(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("status", *FILES)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert shown(outcome.stdout, deployed) == SHOWN


def test_what_is_promoted_and_not_deployed_waits(apigw: Run, deployed: Deployed) -> None:
    apigw("promote", "dev", "prod", *FILES, "--yes")
    outcome = apigw("status", *FILES)
    lines = shown(outcome.stdout, deployed).splitlines()
    assert lines[-1] == (
        "prod: the file says release DEV-RELEASE-, and PROD-RELEASE runs; "
        "the file says checkout 'express', and 'classic' runs. Run: pulumi up --stack prod"
    )
    assert lines[-3].endswith(" from dev")
    deployed.commit("Promote dev to prod")
    deployed.deploy("prod", "5")
    assert "\n\n" not in apigw("status", *FILES).stdout  # nothing differs


def test_what_was_rolled_back_is_deployed_from_its_own_commit(apigw: Run, deployed: Deployed) -> None:
    apigw("promote", "dev", "prod", *FILES, "--yes")
    pinning = deployed.commit("Promote dev to prod")
    deployed.deploy("prod", "5")
    (deployed.folder / "src" / "app.py").write_text("def handler(event, context): return 'three'\n")
    deployed.commit("Change the code")
    deployed.deploy("dev", "8")
    apigw("promote", "dev", "prod", *FILES, "--yes")
    deployed.commit("Promote dev to prod")
    deployed.deploy("prod", "6")
    apigw("rollback", "prod", "--yes")
    deployed.commit("Roll prod back")
    note = apigw("status", *FILES).stdout.splitlines()[-1]
    assert note.endswith(
        f"runs. Run: git switch --detach {pinning[:12]} && pulumi up --stack prod && git checkout -"
    )


def test_a_pin_that_git_does_not_know_is_named(apigw: Run, deployed: Deployed) -> None:
    deployed.replace("prod: # with care", "prod:\n    release: '0123456789ab'")
    note = apigw("status", *FILES).stdout.splitlines()[-1]
    assert note.endswith(" runs. Run: pulumi up --stack prod (in the commit of 0123456789ab)")


def test_a_file_that_nobody_asked_for_is_told(apigw: Run, deployed: Deployed) -> None:
    (deployed.folder / "qa.json").write_text("{}")
    outcome = apigw("status", *FILES, "--outputs", "qa=qa.json")
    assert outcome.exit_code == 0
    assert outcome.stderr == "qa=qa.json: this is of the stage 'qa', which has no part in this.\n"


def test_the_stack_of_a_stage_has_no_other_name(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("status", *FILES, "--stack", "main")
    assert outcome.exit_code == 2
    assert "each stage has a stack of its own name" in outcome.stderr


def test_what_belongs_to_a_stage_leaves_it_behind_no_other(apigw: Run, deployed: Deployed) -> None:
    deployed.replace(
        "defaults: {function", "throttle: {rate_limit: 5, burst_limit: 5}\n    defaults: {function"
    )
    deployed.replace("prod: # with care", "prod:\n    throttle: {rate_limit: 500, burst_limit: 500}")
    deployed.commit("Let prod have more")
    deployed.deploy("dev", "8")
    apigw("promote", "dev", "prod", *FILES, "--yes")
    deployed.commit("Promote dev to prod")
    deployed.deploy("prod", "5")
    assert "behind" not in apigw("status", *FILES).stdout
    assert json.loads(apigw("status", *FILES, "--json").stdout)["stages"][1]["behind"]["changes"] == []


def test_a_stage_that_was_never_deployed_says_so(apigw: Run, deployed: Deployed) -> None:
    (deployed.folder / "prod.json").write_text("{}")
    outcome = apigw("status", "--outputs", "dev.json", "--outputs", "prod=prod.json")
    assert outcome.stdout.endswith("\nprod: nothing is deployed. Run: pulumi up --stack prod\n")


def test_what_is_not_known_is_said_with_its_reason(apigw: Run, deployed: Deployed) -> None:
    outcome = apigw("status", "--outputs", "dev.json")
    assert outcome.exit_code == 0
    assert "(unknown)" in outcome.stdout
    assert outcome.stdout.splitlines()[-1].startswith("prod: Pulumi is not installed")


def test_what_another_service_runs_is_not_told_of_this_one(apigw: Run, deployed: Deployed) -> None:
    data = json.loads((deployed.folder / "prod.json").read_text())
    data["release"]["service"] = "orders"
    (deployed.folder / "prod.json").write_text(json.dumps(data))
    note = "prod: prod.json is of the service 'orders'. Give what this one exports."
    assert apigw("status", *FILES).stdout.splitlines()[-1] == note


def test_a_variable_that_is_not_deployed_yet_has_no_value(apigw: Run, deployed: Deployed) -> None:
    data = json.loads((deployed.folder / "prod.json").read_text())
    del data["release"]["variables"]["checkout"]
    (deployed.folder / "prod.json").write_text(json.dumps(data))
    note = apigw("status", *FILES).stdout.splitlines()[-1]
    assert note == "prod: the file says checkout 'classic', and it runs without. Run: pulumi up --stack prod"


def test_json_holds_all_of_it(apigw: Run, deployed: Deployed) -> None:
    apigw("promote", "dev", "prod", *FILES, "--yes")
    data = json.loads(apigw("status", *FILES, "--json").stdout)
    dev, prod = data["stages"]
    assert data["service"] == "shop"
    assert (dev["stage"], dev["release"], dev["waiting"], dev["behind"]) == ("dev", "latest", [], None)
    assert prod["release"] == dev["deployed"] != prod["deployed"]
    assert len(prod["waiting"]) == 2
    assert prod["promoted"]["from"] == "dev"
    kinds = [each["kind"] for each in prod["behind"]["changes"]]
    assert (prod["behind"]["stage"], kinds) == ("dev", ["route added", "function", "variable"])
    assert prod["functions"]["api"]["version"] == "4"
    alone = json.loads(apigw("status", "--outputs", "dev.json", "--json").stdout)
    assert "Pulumi is not installed" in alone["stages"][1]["unknown"]


def test_the_order_of_promotion_is_the_order_of_columns(apigw: Run, deployed: Deployed) -> None:
    deployed.replace("stages:\n", "promotion: {order: [prod, dev]}\nstages:\n")
    assert apigw("status", *FILES).stdout.split()[:2] == ["prod", "dev"]


def test_a_config_with_errors_is_told_as_check_does(apigw: Run, deployed: Deployed) -> None:
    deployed.replace("authorizer: none", "authorizer: customer")
    outcome = apigw("status", *FILES)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith("api.yaml:")
