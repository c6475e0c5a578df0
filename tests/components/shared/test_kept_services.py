"""Roles by which stages call AWS services, while the files call others by now."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from pulumi_apigw import Service
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.releases import Release

from ..conftest import POLICY, policy
from .conftest import Shop

OLD, NEW = (f"arn:aws:sqs:us-east-1:123456789012:{name}" for name in ("old", "new"))


def sending(queue: str) -> dict[str, str]:
    """Routes that send to a queue in the place of routes that call functions."""
    call = f"integration: {{type: SQS-SendMessage, queue_arn: '{queue}'}}"
    return {
        "GET /: {function: api, authorizer: none}": f"POST /: {{authorizer: none, {call}}}",
        "GET /items: {function: api, authorizer: none}": f"POST /items: {{authorizer: none, {call}}}",
        "$default: {function: chat}": f"$default: {{{call}}}",
    }


def roles(graph: ResourceGraph) -> dict[str, list[Any]]:
    """What each role of an integration may use."""
    own = [each.name for each in graph.of_type(POLICY) if not each.name.endswith(".policy")]
    return {name: [found["Resource"] for found in policy(graph, name)] for name in own}


@pytest.fixture
def calling(shop: Shop) -> Shop:
    """Prod is pinned to a release that sends to a queue."""
    shop.edit(sending(OLD))
    shop.set("prod", release=shop.keep(shop.release()))
    return shop


def test_P1_a_role_stays_while_a_stage_calls_by_it(calling: Shop) -> None:
    before = roles(calling.graph())
    assert len(before) == 3
    assert all(found == [[OLD]] for found in before.values())
    calling.edit({now: then for then, now in sending(OLD).items()})
    assert roles(calling.graph()) == before
    calling.set("prod")
    assert roles(calling.graph()) == {}


def test_P1_a_role_may_do_what_both_call(calling: Shop) -> None:
    before = roles(calling.graph())
    calling.edit({OLD: NEW})
    assert roles(calling.graph()) == {name: [[NEW], [OLD]] for name in before}


def test_a_reference_that_the_program_no_longer_passes_is_told(shop: Shop) -> None:
    shop.edit(sending("${ref.queue}"))
    (shop.folder / "api.yaml").write_text(shop.config)
    exported = capture(
        lambda: Service.from_file(refs={"queue": OLD}).export(), stack="main", project="shop"
    ).exports["releases"]["dev"]
    shop.set("prod", release=shop.keep(Release.from_data(exported)))
    shop.edit({now: then for then, now in sending("${ref.queue}").items()})
    (shop.folder / "api.yaml").write_text(shop.config)

    def program() -> None:
        with pytest.raises(pulumi.RunError, match=r"releases\.public\[0\]\[0\]: the program supplies no ref"):
            Service.from_file()

    assert capture(program, stack="main", project="shop").resources == ()
