from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

import pytest

from pulumi_apigw.aws import domain_limits, tls_policies
from pulumi_apigw.config.domains import RoutingMode
from pulumi_apigw.plan.domains.domain import V1_MODES

ServiceModels = Callable[[str], Any]


def test_the_range_of_priorities_is_that_of_the_api_model(service_model: ServiceModels) -> None:
    known = service_model("apigatewayv2").shape_for("RoutingRulePriority").metadata
    accepted = domain_limits.RULE_PRIORITY
    assert (accepted.minimum, accepted.maximum) == (known["min"], known["max"])


def test_routing_modes_are_those_of_both_api_models(service_model: ServiceModels) -> None:
    assert sorted(get_args(RoutingMode)) == sorted(
        service_model("apigatewayv2").shape_for("RoutingMode").enum
    )
    assert V1_MODES.keys() == set(get_args(RoutingMode))
    assert sorted(V1_MODES.values()) == sorted(service_model("apigateway").shape_for("RoutingMode").enum)


def test_lengths_are_those_that_the_api_model_states(service_model: ServiceModels) -> None:
    members = service_model("apigatewayv2").shape_for("MutualTlsAuthenticationInput").members
    assert members["TruststoreUri"].name == f"UriWithLengthBetween1And{domain_limits.TRUSTSTORE_URI_LENGTH}"
    assert members["TruststoreVersion"].name == (
        f"StringWithLengthBetween1And{domain_limits.TRUSTSTORE_VERSION_LENGTH}"
    )


def test_conditions_of_a_rule_are_as_many_as_the_api_model_states(service_model: ServiceModels) -> None:
    said = service_model("apigatewayv2").shape_for("CreateRoutingRuleRequest").members["Conditions"]
    assert domain_limits.RULE_HEADERS == 2
    assert "up to two matchHeaders conditions" in re.sub(r"<[^>]+>", "", said.documentation)


def test_the_newer_api_makes_domains_of_the_older_policies_alone(service_model: ServiceModels) -> None:
    # The provider takes the second of them alone, so that the first is made by the older API.
    assert sorted(service_model("apigatewayv2").shape_for("SecurityPolicy").enum) == ["TLS_1_0", "TLS_1_2"]
    assert set(tls_policies.EDGE_DOMAINS) <= set(tls_policies.ALL)


@pytest.mark.parametrize(
    "name", ["api.example.com", "*.example.com", "a.b.c.example.co.uk", "x-1.example.com"]
)
def test_names_of_hosts(name: str) -> None:
    assert domain_limits.DOMAIN_NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    [
        "example",
        "API.example.com",
        "a.*.example.com",
        "-a.example.com",
        "a-.example.com",
        "a..com",
        "a_b.com",
    ],
)
def test_what_is_no_name_of_a_host(name: str) -> None:
    assert not domain_limits.DOMAIN_NAME.fullmatch(name)
