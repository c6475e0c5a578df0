"""A domain in a program that has no config of a whole service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import (
    CustomDomain,
    CustomDomainArgs,
    HttpApi,
    HttpApiArgs,
    RestApi,
    RestApiArgs,
    Stage,
    StageArgs,
    WebSocketApi,
    WebSocketApiArgs,
)
from pulumi_apigw.config.domains import DomainConfig, ExistingDomainConfig
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.testing import assert_resource_counts

from .conftest import CERTIFICATE, COMPONENT, DOMAIN, MAPPING, RECORD, RULE, VALIDATION

PROXY = {"type": "http", "url": "https://example.com", "method": "GET"}
OPEN = {"GET /": {"authorizer": "none", "integration": PROXY}}
SIGNED = {"GET /": {"authorizer": "signed", "integration": PROXY}}
IAM = {"signed": {"type": "iam"}}


def http(**parts: Any) -> Stage:
    api = HttpApi("shop", HttpApiArgs(api={"routes": OPEN, **parts}))
    return Stage("shop.dev", StageArgs(api=api))


def rest(**parts: Any) -> Stage:
    api = RestApi("orders", RestApiArgs(api={"routes": OPEN, **parts}))
    return Stage("orders.dev", StageArgs(api=api))


def websocket(**parts: Any) -> Stage:
    routes = {"$connect": {"authorizer": "none", "integration": {"type": "mock"}}}
    api = WebSocketApi("live", WebSocketApiArgs(api={"routes": routes, **parts}))
    return Stage("live.dev", StageArgs(api=api))


def made(domain: Any, stages: Callable[[], Mapping[str, Stage]], **args: Any) -> ResourceGraph:
    def program() -> None:
        found = CustomDomain("api", CustomDomainArgs(domain=domain, stages=stages(), **args))
        pulumi.export("urls", found.urls)
        pulumi.export("records", found.dns_records)

    return capture(program, project="shop")


def refused(domain: Any, stages: Callable[[], Mapping[str, Stage]], **args: Any) -> str:
    """The message with which the engine is told to stop, before anything of the domain is registered."""
    messages: list[str] = []

    def program() -> None:
        found = stages()
        with pytest.raises(pulumi.RunError) as caught:
            CustomDomain("api", CustomDomainArgs(domain=domain, stages=found, **args))
        messages.append(str(caught.value))

    assert capture(program, project="shop").of_type(COMPONENT) == ()
    return messages[0]


def test_a_domain_of_one_api_from_a_mapping() -> None:
    domain = {"name": "api.example.com", "zone": "Z1", "base_path": "v1"}
    graph = made(domain, lambda: {"shop": http()}, tags={"team": "shop"})
    counts = {COMPONENT: 1, CERTIFICATE: 1, VALIDATION: 1, DOMAIN: 1, MAPPING: 1, RECORD: 2}
    assert {type_: graph.counts()[type_] for type_ in counts} == counts
    assert graph.exports["urls"] == {"shop": ["https://api.example.com/v1"]}
    assert graph.find(MAPPING, "api/v1").inputs["stage"] == "dev"
    assert graph.find(DOMAIN, "api").inputs["tags"] == {"team": "shop"}


def test_a_domain_from_models() -> None:
    own = made(
        DomainConfig(name="api.example.com", zone="${ref.zone}"),
        lambda: {"shop": http()},
        refs={"zone": "Z2"},
    )
    assert {each.inputs["zoneId"] for each in own.of_type(RECORD)} == {"Z2"}
    shared = made(ExistingDomainConfig(existing="api.example.com"), lambda: {"shop": http()})
    assert shared.of_type(DOMAIN) == ()
    assert shared.find(MAPPING, "api/(root)").inputs["domainName"] == "api.example.com"


def test_a_domain_of_several_kinds_of_api() -> None:
    domain = {
        "name": "api.example.com",
        "apis": {"orders": ["", "orders"]},
        "routing_rules": {"next": {"priority": 5, "base_path": "v2", "api": "orders"}},
    }
    graph = made(domain, lambda: {"orders": rest()})
    assert graph.find(RULE, "api.next").inputs["priority"] == 5
    assert graph.exports["urls"] == {
        "orders": ["https://api.example.com", "https://api.example.com/orders", "https://api.example.com/v2"]
    }
    live = made({"name": "live.example.com"}, lambda: {"live": websocket()})
    assert live.exports["urls"] == {"live": ["wss://live.example.com"]}


def test_a_domain_that_leads_nowhere_yet() -> None:
    graph = made({"name": "api.example.com", "zone": "Z1", "apis": {}}, dict)
    assert_resource_counts(graph, {COMPONENT: 1, CERTIFICATE: 1, VALIDATION: 1, DOMAIN: 1, RECORD: 2})
    assert graph.exports == {"urls": {}, "records": []}


def test_a_certificate_that_the_program_makes_comes_before_the_domain() -> None:
    def program() -> None:
        certificate = aws.acm.Certificate("own", domain_name="api.example.com", validation_method="DNS")
        CustomDomain(
            "api",
            CustomDomainArgs(
                domain={"name": "api.example.com", "certificate": "${ref.certificate}", "apis": {}},
                refs={"certificate": certificate.arn},
            ),
        )

    graph = capture(program, project="shop")
    assert graph.find(CERTIFICATE, "own").urn in graph.find(DOMAIN, "api").dependencies


def test_options_reach_every_resource() -> None:
    def program() -> None:
        provider = aws.Provider("elsewhere", region="eu-west-1")
        CustomDomain(
            "api",
            CustomDomainArgs(domain={"name": "api.example.com", "zone": "Z1", "apis": {}}),
            pulumi.ResourceOptions(provider=provider),
        )

    graph = capture(program, project="shop")
    (provider,) = graph.of_type("pulumi:providers:aws")
    below = [each for each in graph.resources if each.type.startswith("aws:")]
    assert below
    assert {each.provider for each in below} == {provider.urn}


@pytest.mark.parametrize(
    ("domain", "stages", "message"),
    [
        (
            {"name": "API.example.com"},
            lambda: {"shop": http()},
            "CustomDomain 'api' name: 'API.example.com' has capital letters, which AWS takes in no domain "
            "name. Write 'api.example.com'.",
        ),
        (
            {"name": "api.example.com", "apis": {"shops": "v1"}},
            lambda: {"shop": http()},
            "CustomDomain 'api' apis.shops: no API named 'shops'. Did you mean 'shop'?",
        ),
        (
            {"name": "api.example.com", "apis": {"shop": "", "live": "live"}},
            lambda: {"shop": http(), "live": websocket()},
            "CustomDomain 'api' name: WebSocket API 'live' cannot share a domain with API 'shop'. "
            "Make another CustomDomain for the WebSocket API.",
        ),
        (
            {"name": "api.example.com", "endpoint": "edge"},
            lambda: {"shop": http()},
            "CustomDomain 'api' name: no API of the service fits an edge domain. HTTP and WebSocket APIs "
            "take 'endpoint: regional', and private ones 'endpoint: private'.",
        ),
        (
            [{"name": "a.example.com", "apis": {}}, {"name": "b.example.com", "apis": {}}],
            dict,
            "CustomDomain 'api' this is no domain. Give one mapping, and make a CustomDomain of each.",
        ),
        (
            {"name": "api.example.com"},
            dict,
            "CustomDomain 'api' apis: the program passes no stage that the domain leads to. "
            "Pass stages={'NAME': …}, or say 'apis: {}' for a domain that other stacks share.",
        ),
    ],
)
def test_what_is_wrong_is_told_without_the_way_to_it(
    domain: Any, stages: Callable[[], Mapping[str, Stage]], message: str
) -> None:
    assert refused(domain, stages) == message


def test_a_reference_that_is_not_supplied() -> None:
    domain = {"name": "api.example.com", "zone": "${ref.zone}"}
    assert refused(domain, lambda: {"shop": http()}, refs={"zones": "Z1"}) == (
        "CustomDomain 'api' zone: the program supplies no ref named 'zone'. Did you mean 'zones'? "
        "Pass refs={'zone': …}."
    )


def test_P38_several_levels_of_a_newer_tls_policy_beside_an_http_api() -> None:
    newer = {"security_policy": "SecurityPolicy_TLS13_1_3_2025_09", "endpoint_access_mode": "STRICT"}
    domain = {"name": "api.example.com", "apis": {"shop": "v1", "orders": "orders/v1"}}
    message = refused(domain, lambda: {"shop": http(), "orders": rest(**newer)})
    assert message.startswith("CustomDomain 'api' apis.orders: beside an HTTP API AWS takes no base path of")
    assert made(domain, lambda: {"shop": http(), "orders": rest()}).counts()[MAPPING] == 2


MUTUAL_TLS = {"name": "api.example.com", "mutual_tls": {"truststore_uri": "s3://bucket/x.pem"}}


@pytest.mark.parametrize("make", [http, rest, websocket])
def test_P39_mutual_tls_beside_an_open_endpoint(make: Callable[[], Stage]) -> None:
    assert "answers at its execute-api URL too" in refused(MUTUAL_TLS, lambda: {"shop": make()})


@pytest.mark.parametrize(
    "make",
    [
        lambda: http(disable_execute_api_endpoint=True),
        lambda: rest(disable_execute_api_endpoint=True),
        # Every way in asks who is there, so that the other one is the user's to judge.
        lambda: http(routes=SIGNED, authorizers=IAM),
        lambda: rest(routes=SIGNED, authorizers=IAM, cors={"allow_origins": ["https://shop.example.com"]}),
        lambda: websocket(
            authorizers=IAM,
            routes={
                "$connect": {"authorizer": "signed", "integration": {"type": "mock"}},
                "send": {"integration": {"type": "mock"}},
            },
        ),
    ],
)
def test_P39_mutual_tls_where_nobody_comes_in_beside_it(make: Callable[[], Stage]) -> None:
    assert made(MUTUAL_TLS, lambda: {"shop": make()}).counts()[DOMAIN] == 1


def test_a_truststore_that_is_nowhere() -> None:
    def program() -> None:
        domain = {
            "name": "api.example.com",
            "apis": {},
            "mutual_tls": {"truststore_uri": "${ref.truststore}"},
        }
        CustomDomain("api", CustomDomainArgs(domain=domain, refs={"truststore": "https://bucket/x.pem"}))

    with pytest.raises(Exception, match=r"'https://bucket/x\.pem' is no place in S3"):
        capture(program, project="shop")
