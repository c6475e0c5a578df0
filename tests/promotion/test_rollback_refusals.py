"""Rollbacks that are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.errors import ConfigError, PromotionError
from pulumi_apigw.promotion import Gate

from .conftest import SERVICE, Service

REFUSED: dict[str, tuple[str, str, Callable[[Service], None]]] = {
    "stages": (
        "There is no stage 'prod' in api.yaml.",
        "Known: dev.",
        lambda service: service.write(SERVICE[: SERVICE.index("  prod:")]),
    ),
    "record": (
        "Nothing was promoted to 'prod' yet: it has no record ('promoted') to go back by.",
        "Deploy the commit that it is to run.",
        lambda service: None,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, service: Service) -> None:
    text, fix, prepare = REFUSED[name]
    prepare(service)
    rollback = service.roll_back()
    assert rollback.state == "refused"
    assert rollback.refusals == (Gate(name, False, text, fix),)
    with pytest.raises(PromotionError, match=r"'prod'"):
        rollback.write()


def test_refused_for_values_that_are_not_accepted_any_more(service: Service, commits: list[str]) -> None:
    service.replace("^(classic|express)$", "^classic$")
    (refusal,) = service.roll_back().refusals
    assert refusal.name == "config"
    assert "'express' does not match the pattern '^classic$'" in refusal.text


def test_refused_for_a_stack_patch_that_wins(service: Service, commits: list[str]) -> None:
    patch = "config: {apigw:patch: {stages: {prod: {variables: {checkout: classic}}}}}\n"
    (service.folder / "Pulumi.prod.yaml").write_text(patch)
    assert service.roll_back().refusals == (
        Gate(
            "stack patch",
            False,
            "Pulumi.prod.yaml has another stages.prod.variables.checkout in its apigw:patch, "
            "which would win.",
            "Remove it there.",
        ),
    )


def test_a_file_that_is_no_config(service: Service) -> None:
    service.write("stages: [\n")
    with pytest.raises(ConfigError, match=r"^api.yaml:2: this is not YAML"):
        service.roll_back()
