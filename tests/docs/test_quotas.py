"""The numbers of AWS's quotas in the guides to each kind of API are those of pulumi_apigw.aws."""

from __future__ import annotations

import re
from pathlib import Path

from pulumi_apigw.aws import domain_limits, limits, rest_limits, websocket_limits
from pulumi_apigw.plan.stages import DEFAULT_THROTTLE

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "http-apis.md").read_text(encoding="utf-8")
REST_PAGE = (DOCS / "rest-apis.md").read_text(encoding="utf-8")
WEBSOCKET_PAGE = (DOCS / "websocket-apis.md").read_text(encoding="utf-8")
DOMAINS_PAGE = (DOCS / "custom-domains.md").read_text(encoding="utf-8")


def quotas(page: str) -> dict[str, int]:
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (?:yes|no) \|$", page.partition("## Quotas")[2], re.MULTILINE)
    return {name: int(quota) for name, quota in rows}


def test_the_quotas_of_http_apis_are_those_of_the_code() -> None:
    assert quotas(PAGE) == {
        "routes of an API": limits.ROUTES_PER_API,
        "integrations of an API": limits.INTEGRATIONS_PER_API,
        "authorizers of an API": limits.AUTHORIZERS_PER_API,
        "stages of an API": limits.STAGES_PER_API,
        "stage variables of a stage": limits.STAGE_VARIABLES_PER_STAGE,
        "audiences of a JWT authorizer": limits.AUDIENCES_PER_AUTHORIZER,
        "scopes of a route": limits.SCOPES_PER_ROUTE,
        "body of a request or an answer, in MB": limits.PAYLOAD_BYTES // 1024**2,
        "request line and headers, in bytes": limits.REQUEST_LINE_AND_HEADERS_BYTES,
        "a Lambda authorizer's time to answer, in seconds": limits.AUTHORIZER_RESPONSE_TIMEOUT_MS // 1000,
        "an integration's time to answer, in seconds": limits.HTTP_TIMEOUT_MS.maximum // 1000,
    }


def test_the_quotas_of_rest_apis_are_those_of_the_code() -> None:
    assert quotas(REST_PAGE) == {
        "resources (parts of paths) of an API": rest_limits.RESOURCES_PER_API,
        "authorizers of an API": rest_limits.AUTHORIZERS_PER_API,
        "stages of an API": limits.STAGES_PER_API,
        "descriptions of an API (documentation parts)": rest_limits.DOCUMENTATION_PARTS_PER_API,
        "characters of a policy": rest_limits.POLICY_CHARACTERS,
        "stage variables of a stage": limits.STAGE_VARIABLES_PER_STAGE,
        "a template, in KB": rest_limits.TEMPLATE_BYTES // 1024,
        "models together, in KB": rest_limits.MODELS_BYTES // 1024,
        "body of a request or an answer, in MB": limits.PAYLOAD_BYTES // 1024**2,
        "a Lambda authorizer's time to answer, in seconds": limits.AUTHORIZER_RESPONSE_TIMEOUT_MS // 1000,
        "an integration's time to answer, in seconds": rest_limits.TIMEOUT_MS.maximum // 1000,
    }


def test_the_quotas_of_websocket_apis_are_those_of_the_code() -> None:
    assert quotas(WEBSOCKET_PAGE) == {
        "new connections a second, of an account in a region": websocket_limits.NEW_CONNECTIONS_PER_SECOND,
        "routes of an API": websocket_limits.ROUTES_PER_API,
        "integrations of an API": websocket_limits.INTEGRATIONS_PER_API,
        "stages of an API": limits.STAGES_PER_API,
        "Lambda authorizers of an API": websocket_limits.AUTHORIZERS_PER_API,
        "what an authorizer returns, in KB": websocket_limits.AUTHORIZER_RESULT_BYTES // 1024,
        "the URL to connect to, in characters": websocket_limits.URL_CHARACTERS,
        "a message, in KB": websocket_limits.MESSAGE_BYTES // 1024,
        "a frame of a message, in KB": websocket_limits.FRAME_BYTES // 1024,
        "minutes without a message until a connection ends": websocket_limits.IDLE_SECONDS // 60,
        "hours until a connection ends": websocket_limits.CONNECTION_SECONDS // 3600,
        "an integration's time to answer, in seconds": websocket_limits.TIMEOUT_MS.maximum // 1000,
        "a template, in KB": websocket_limits.TEMPLATE_BYTES // 1024,
        "a model with all that it refers to, in characters": websocket_limits.MODEL_CHARACTERS,
    }


def test_the_quotas_of_domains_are_those_of_the_code() -> None:
    assert quotas(DOMAINS_PAGE) == {
        "base paths of several levels of a domain": domain_limits.MULTI_LEVEL_MAPPINGS,
        "routing rules of a domain": domain_limits.ROUTING_RULES,
        "headers of a routing rule": domain_limits.RULE_HEADERS,
        "characters of a base path": domain_limits.BASE_PATH_LENGTH,
    }


def test_the_numbers_in_the_text_about_rest_apis_are_those_of_the_code() -> None:
    assert f"20 to {rest_limits.API_KEY_CHARACTERS.maximum} characters" in REST_PAGE
    assert f"waits: {rest_limits.TIMEOUT_MS}, by default {rest_limits.TIMEOUT_MS.maximum}." in REST_PAGE
    assert f"up to {rest_limits.STREAM_TIMEOUT_MS.maximum // 60_000} minutes" in REST_PAGE


def test_the_default_throttle_is_that_of_the_code() -> None:
    rate, burst = DEFAULT_THROTTLE.rate_limit, DEFAULT_THROTTLE.burst_limit
    assert f"route, stage, API, and last {rate:g} and {burst}, a tenth of an account's default" in PAGE
    assert (rate, burst) == (limits.THROTTLE_RATE_PER_ACCOUNT / 10, limits.THROTTLE_BURST_PER_ACCOUNT / 10)
