from __future__ import annotations

import json

from pulumi_apigw.aws import rest_limits
from pulumi_apigw.errors import Location
from pulumi_apigw.openapi.body import rest_body
from pulumi_apigw.openapi.placeholders import Placeholders
from pulumi_apigw.openapi.size import import_problem, import_problems
from pulumi_apigw.plan.rest.model import ModelPlan, RestApiPlan
from pulumi_apigw.source import SourceMap

from .conftest import RestPlan, method


def accepting(make_plan: RestPlan, pattern: str) -> RestApiPlan:
    order = ModelPlan(name="Order", json_schema={"type": "string", "pattern": pattern})
    return make_plan(method("POST /orders", body={"application/json": "Order"}), models=(order,))


def sized(make_plan: RestPlan, size: int) -> RestApiPlan:
    """An API whose body has so many bytes, half of them in letters of two."""
    empty = json.dumps(rest_body(accepting(make_plan, ""), Placeholders()), separators=(",", ":"))
    halves, rest = divmod(size - len(empty), 4)
    return accepting(make_plan, "é" * halves + "x" * (halves * 2 + rest))


def test_a_body_is_imported_up_to_its_most_bytes(make_plan: RestPlan) -> None:
    assert import_problem(sized(make_plan, rest_limits.IMPORT_BYTES)) is None
    assert import_problem(sized(make_plan, rest_limits.IMPORT_BYTES + 1)) == (
        "its OpenAPI body is 6.0 MB, and API Gateway imports 6 MB at most. "
        "Shorten its templates and schemas, leave out descriptions, or split the API."
    )


def test_what_is_too_large_of_a_service_is_told_at_its_line(make_plan: RestPlan) -> None:
    plans = [make_plan(), sized(make_plan, 7 * 1024**2)]
    sources = SourceMap({("apis", "public"): Location("api.yaml", 7)})
    (problem,) = import_problems(plans, sources)
    assert str(problem).startswith("api.yaml:7 apis.public: its OpenAPI body is 7.0 MB, and API Gateway")


def test_a_policy_of_many_addresses_is_told_before_aws_is(make_plan: RestPlan) -> None:
    def with_policy(addresses: int) -> RestApiPlan:
        statement = {
            "Effect": "Deny",
            "Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.66"] * addresses}},
        }
        return make_plan(policy={"Version": "2012-10-17", "Statement": [statement]})

    assert import_problem(with_policy(500)) is None
    assert import_problem(with_policy(600)) == (
        "its policy has 9101 characters, while AWS's default quota is 8192. Shorten it: ranges instead of"
        " addresses."
    )
