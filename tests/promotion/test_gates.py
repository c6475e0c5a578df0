"""Every gate on stages and the file, passing and refusing, with the whole of what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import Deployed, Gate, Promotion

from .cases import Case, Cases, check_passed, check_refused, committed
from .conftest import Service

REFUSED, PASSED = Cases(), Cases()


def test_all_gates_pass(service: Service) -> None:
    promotion = service.promote()
    dev, head = service.release("dev"), service.git("rev-parse", "HEAD")[:12]
    assert promotion.state == "pending"
    assert [(gate.name, gate.text, gate.fix) for gate in promotion.gates] == [
        ("stages", "api.yaml has 'dev' and 'prod'.", None),
        ("order", "'prod' comes after 'dev' (the order of the stages: dev, prod).", None),
        ("deployed", f"'dev' runs release '{dev.id}' (dev.json).", None),
        ("variables", "'dev' has a value of 'checkout' and 'color'.", None),
        ("clean tree", f"All is committed ({head}).", None),
        ("zips", "No function has api.yaml in its zip.", None),
        ("edit", "api.yaml keeps its comments and its layout.", None),
        ("config", "api.yaml has no errors then.", None),
        ("stack patch", "Pulumi.prod.yaml changes none of it.", None),
        ("files", "The files here give the same release.", None),
        ("patches", "No patch makes another release for 'prod'.", None),
        ("target", "'prod' is not deployed yet: there is no stack 'prod'.", None),
        ("breaking", "Nothing breaks callers of 'prod'.", None),
    ]


def with_staging(service: Service, order: str = "") -> None:
    service.replace("  prod: #", "  staging: {variables: {color: red, table: x}}\n  prod: #")
    service.replace("stages:\n", f"{order}stages:\n")
    service.commit()


@REFUSED.case("stages", "There is no stage 'prd' in api.yaml.", "Did you mean 'prod'?")
def target_unknown(service: Service) -> Promotion:
    return service.promote(target="prd")


@REFUSED.case("stages", "There is no stage 'x' or 'y' in api.yaml.", "Known: dev, prod. Known: dev, prod.")
def both_unknown(service: Service) -> Promotion:
    return service.promote("x", "y")


@REFUSED.case(
    "stages",
    "'dev' cannot be promoted to itself.",
    "Name the stage that it comes from, and the one that it goes to.",
)
def same_stage(service: Service) -> Promotion:
    return service.promote("dev", "dev")


@REFUSED.case(
    "order",
    "'prod' gets what 'staging' runs (the order of the stages: dev, staging, prod), and not what 'dev' runs.",
    "Promote staging to prod, or change promotion.order.",
)
def stage_left_out(service: Service) -> Promotion:
    with_staging(service)
    return service.promote()


@PASSED.case("order", "'prod' comes after 'dev' (promotion.order: staging, dev, prod).")
def order_of_their_own(service: Service) -> Promotion:
    with_staging(service, "promotion: {order: [staging, dev, prod]}\n")
    return service.promote()


@REFUSED.case(
    "order",
    "'dev' is the first stage (the order of the stages: dev, prod), to which nothing is promoted.",
    "Deploy it from the files, or change promotion.order.",
)
def backwards(service: Service) -> Promotion:
    return service.promote("prod", "dev", deployed=service.deployments(service.deployed("prod")))


@REFUSED.case("order", "'dev' is not in promotion.order (staging, prod).", "Add it where it belongs.")
def not_in_order(service: Service) -> Promotion:
    with_staging(service, "promotion: {order: [staging, prod]}\n")
    return service.promote()


@REFUSED.case("deployed", "It is not known what 'dev' runs: Pulumi is not installed. Install it.")
def source_unknown(service: Service) -> Promotion:
    return service.promote(deployed=service.deployments(dev="Pulumi is not installed. Install it."))


@REFUSED.case(
    "deployed", "'dev' is not deployed: dev.json has no outputs.", "Deploy it first: pulumi up --stack dev"
)
def source_not_deployed(service: Service) -> Promotion:
    empty = Deployed(stage="dev", release=None, origin="dev.json has no outputs")
    return service.promote(deployed=service.deployments(empty))


@REFUSED.case(
    "deployed",
    "dev.json: this is the service 'shop', and not 'orders'.",
    "Give what the stack of 'orders' exports.",
)
def source_of_another_service(service: Service) -> Promotion:
    return service.promote(deployed=service.deployments(service.deployed("dev", service="shop")))


@REFUSED.case(
    "deployed",
    "dev.json: this was captured, not deployed: the code of the functions is not known.",
    "Deploy it first: pulumi up --stack dev",
)
def source_captured(service: Service) -> Promotion:
    functions = {"api": replace(service.release("dev").functions["api"], code_sha256=None)}
    return service.promote(deployed=service.deployments(service.deployed("dev", functions=functions)))


@REFUSED.case(
    "variables",
    "'dev' runs without a value of 'size' and 'speed', which can be promoted by now.",
    "Deploy it again: pulumi up --stack dev",
)
def promotable_since(service: Service) -> Promotion:
    deployed = service.deployments()
    new = "  size: {promote: true, default: s}\n  speed: {promote: true, default: s}\n  table"
    service.replace("  table", new)
    service.commit()
    return service.promote(deployed=deployed)


@PASSED.case(
    "variables", "'dev' has a value of 'checkout'. 'color' can no longer be promoted and stays behind."
)
def promotable_no_longer(service: Service) -> Promotion:
    deployed = service.deployments()
    service.replace("color: {promote: true}", "color: {}")
    service.commit()
    return service.promote(deployed=deployed)


@PASSED.case(
    "variables",
    "'dev' has a value of 'checkout' and 'color'. "
    "'old' and 'older' can no longer be promoted and stay behind.",
)
def declared_no_longer(service: Service) -> Promotion:
    values = {**service.release("dev").variables, "old": "1", "older": "2"}
    return service.promote(deployed=service.deployments(service.deployed("dev", variables=values)))


@PASSED.case(
    "variables",
    "'dev' has a value of 'checkout' and 'color'. "
    "The file gives it another 'color', not deployed and so not promoted.",
)
def value_not_deployed(service: Service) -> Promotion:
    deployed = service.deployments()
    service.replace("color: blue", "color: red")
    service.commit()
    return service.promote(deployed=deployed)


@PASSED.case("variables", "No stage variable is promoted (promote: true).")
def nothing_promotable(service: Service) -> Promotion:
    service.replace("checkout: {promote: true, ", "checkout: {")
    service.replace("color: {promote: true}", "color: {}")
    return committed(service)


@REFUSED.case(
    "edit",
    "api.yaml:18 stages.prod.variables: the alias *own stands here, so the change would hold at the anchor "
    "too. Write the mapping out here.",
)
def variables_by_alias(service: Service) -> Promotion:
    service.replace(
        "    variables: {checkout: express, color: blue",
        "    variables: &own {checkout: express, color: blue",
    )
    service.replace("variables: {color: green, table: orders-prod}", "variables: *own")
    service.commit()
    values = {"checkout": "classic", "color": "blue"}
    return service.promote(deployed=service.deployments(service.deployed("dev", variables=values)))


@REFUSED.case(
    "config",
    "api.yaml has an error then:\n"
    "  api.yaml:18 stages.prod.variables.checkout: 'fast' does not match the pattern "
    "'^(classic|express)$'. Give a value that does, or mend the pattern.",
    "Mend the config first.",
)
def value_against_its_pattern(service: Service) -> Promotion:
    values = {**service.release("dev").variables, "checkout": "fast"}
    return service.promote(deployed=service.deployments(service.deployed("dev", variables=values)))


@REFUSED.case(
    "stack patch",
    "Pulumi.prod.yaml has another stages.prod.release, stages.prod.variables.color in its apigw:patch, which "
    "would win.",
    "Remove it there.",
)
def stack_patch_that_wins(service: Service) -> Promotion:
    patch = "config: {apigw:patch: {stages: {prod: {release: latest, variables: {color: red}}}}}\n"
    (service.folder / "Pulumi.prod.yaml").write_text(patch)
    return committed(service)


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refused(case: Case, service: Service) -> None:
    check_refused(case, service)


@pytest.mark.parametrize("case", PASSED.values(), ids=PASSED)
def test_passed(case: Case, service: Service) -> None:
    check_passed(case, service)


def test_all_that_is_wrong_is_told_at_once(service: Service) -> None:
    with_staging(service)
    deployed = service.deployments(service.deployed("prod", service="shop"))
    (service.folder / "src" / "app.py").write_text("x = 1\n")
    promotion = service.promote(deployed=deployed)
    assert [gate.name for gate in promotion.refusals] == ["order", "clean tree", "config", "target"]
    with pytest.raises(PromotionError, match="'prod' gets what 'staging' runs"):
        promotion.write()


def test_a_gate_as_data() -> None:
    data = {"name": "order", "passed": False, "text": "Fact.", "fix": "Fix."}
    assert Gate("order", False, "Fact.", "Fix.").to_data() == data
