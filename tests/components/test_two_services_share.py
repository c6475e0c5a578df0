"""Two services in two stacks share a domain and the account's role: neither takes what the other has."""

from __future__ import annotations

from typing import Any

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import Resource, ResourceGraph, capture

DOMAIN = "aws:apigatewayv2/domainName:DomainName"
MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
STAGE = "aws:apigateway/stage:Stage"
ACCOUNT = "aws:apigateway/account:Account"
ROLE_PARTS = {"aws:iam/role:Role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", ACCOUNT}
# What AWS knows a resource of a kind by: where two stacks say the same, they have one and the same.
KNOWN_BY = ("name", "domainName", "apiMappingKey", "dashboardName", "logGroupName")


def service(name: str, domain: dict[str, Any], word: str) -> ResourceGraph:
    written = {
        "service": name,
        "access_log_role": word,
        "apis": {
            "public": {
                "protocol": "rest",
                "routes": {"GET /": {"authorizer": "none", "integration": {"type": "mock"}}},
            }
        },
        "observability": {},
        "stages": {"dev": {"domain": domain}},
    }

    def program() -> None:
        Service(name, ServiceArgs(config=written, stage="dev")).export()

    return capture(program, project=name, stack="dev")


def orders() -> ResourceGraph:
    """The service that makes the domain and the role."""
    domain = {"name": "api.example.com", "zone": "example.com", "base_path": "orders"}
    return service("orders", domain, "create")


def carts() -> ResourceGraph:
    """The service that shares both."""
    return service("carts", {"existing": "api.example.com", "base_path": "carts"}, "adopt")


def managed(graph: ResourceGraph) -> list[Resource]:
    """What a stack has of AWS and deletes or changes."""
    return [each for each in graph.resources if each.custom and each.type.startswith("aws:")]


def test_P37_both_lead_from_one_domain_to_their_own_stage() -> None:
    makes, shares = orders(), carts()
    (domain,) = makes.of_type(DOMAIN)
    for graph, base_path in ((makes, "orders"), (shares, "carts")):
        (mapping,) = graph.of_type(MAPPING)
        (stage,) = graph.of_type(STAGE)
        assert mapping.inputs["domainName"] == domain.outputs["domainName"] == "api.example.com"
        assert mapping.inputs["apiMappingKey"] == base_path
        assert (mapping.inputs["apiId"], mapping.inputs["stage"]) == (
            stage.inputs["restApi"],
            stage.inputs["stageName"],
        )


def test_P10_both_write_logs_and_one_of_them_has_the_role() -> None:
    makes, shares = orders(), carts()
    for graph in (makes, shares):
        assert graph.of_type(STAGE)[0].inputs["accessLogSettings"]
    assert {each.type for each in managed(makes)} >= ROLE_PARTS
    assert not {each.type for each in managed(shares)} & ROLE_PARTS
    # Where the role is made, it is there before the first log is asked for.
    account = makes.find(ACCOUNT, "orders-access-log-role")
    assert account.urn in makes.of_type(STAGE)[0].dependencies


def known(graph: ResourceGraph) -> set[tuple[str, ...]]:
    """The kinds and names of what a stack has, where it gives names."""
    found = (
        (each.type, *(f"{key}={each.inputs[key]}" for key in KNOWN_BY if key in each.inputs))
        for each in managed(graph)
    )
    return {each for each in found if len(each) > 1}


def test_P10_P37_no_stack_has_what_the_other_has() -> None:
    makes, shares = known(orders()), known(carts())
    assert len(shares) > 5
    assert not makes & shares


def test_P10_what_stays_of_the_stack_that_made_it_is_the_role_alone() -> None:
    makes, shares = orders(), carts()
    assert {each.type for each in managed(makes) if each.retain_on_delete} == ROLE_PARTS
    assert not [each for each in managed(shares) if each.retain_on_delete]
