"""Promotions that a gate refuses or lets pass, as tables that tests run."""

from __future__ import annotations

from collections.abc import Callable

from pulumi_apigw.promotion import Gate, Promotion

from .conftest import Service

Prepare = Callable[[Service], Promotion]
Case = tuple[Prepare, str, str, str | None]


class Cases(dict[str, Case]):
    """Cases by the name of the function that prepares the service and plans the promotion."""

    def case(self, gate: str, text: str, fix: str | None = None) -> Callable[[Prepare], Prepare]:
        """What a gate says of the promotion that is planned, and how to mend it."""

        def noted(prepare: Prepare) -> Prepare:
            self[prepare.__name__] = (prepare, gate, text, fix)
            return prepare

        return noted


def check_refused(case: Case, service: Service) -> None:
    prepare, name, text, fix = case
    promotion = prepare(service)
    gate = gate_of(promotion, name)
    assert (as_told(gate.text, service), gate.fix, gate.passed) == (text, fix, False)
    assert promotion.refusals == (gate,)
    assert promotion.state == "refused"


def check_passed(case: Case, service: Service) -> None:
    prepare, name, text, fix = case
    promotion = prepare(service)
    gate = gate_of(promotion, name)
    assert (as_told(gate.text, service), gate.fix, gate.passed) == (text, fix, True)
    assert promotion.state == "pending"


def gate_of(promotion: Promotion, name: str) -> Gate:
    (found,) = (gate for gate in promotion.gates if gate.name == name)
    return found


def as_told(text: str, service: Service) -> str:
    """The text with names for the releases that the files give."""
    if "release" not in text:
        return text
    for stage, name in (("dev", "TREE"), ("prod", "PROD")):
        text = text.replace(f"'{service.release(stage).id}'", f"'{name}'")
    return text


def committed(service: Service) -> Promotion:
    """The promotion after a commit."""
    service.commit()
    return service.promote()
