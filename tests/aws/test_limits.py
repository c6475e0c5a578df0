from __future__ import annotations

import html
import re
import string
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.aws import limits
from pulumi_apigw.aws.limits import Range

ServiceModels = Callable[[str], Any]


def test_a_range_holds_its_ends_and_says_them() -> None:
    accepted = Range(50, 30_000)

    assert [value in accepted for value in (49, 50, 1500.5, 30_000, 30_001)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert "100" not in accepted
    assert str(accepted) == "50 to 30000"


@pytest.mark.parametrize(
    ("service", "operation", "member", "accepted"),
    [
        ("apigatewayv2", "CreateIntegration", "TimeoutInMillis", limits.HTTP_TIMEOUT_MS),
        ("apigatewayv2", "CreateAuthorizer", "AuthorizerResultTtlInSeconds", limits.AUTHORIZER_TTL_SECONDS),
        ("lambda", "CreateAlias", "Name", Range(1, limits.ALIAS_NAME_LENGTH)),
        ("lambda", "CreateFunction", "Description", Range(0, limits.FUNCTION_DESCRIPTION_LENGTH)),
        ("lambda", "CreateFunction", "Handler", Range(0, limits.FUNCTION_HANDLER_LENGTH)),
        ("lambda", "AddPermission", "StatementId", Range(1, limits.STATEMENT_ID_LENGTH)),
        ("iam", "CreateRole", "RoleName", Range(1, limits.ROLE_NAME_LENGTH)),
    ],
)
def test_ranges_are_those_of_the_api_models(
    service_model: ServiceModels, service: str, operation: str, member: str, accepted: Range
) -> None:
    shape = service_model(service).operation_model(operation).input_shape.members[member]

    assert Range(shape.metadata["min"], shape.metadata["max"]) == accepted


@pytest.mark.parametrize(
    ("shape", "member"), [("QuotaSettings", "limit"), ("ThrottleSettings", "burstLimit")]
)
def test_whole_numbers_have_32_bits(service_model: ServiceModels, shape: str, member: str) -> None:
    # Numbers of 64 bits are `long` there.
    assert service_model("apigateway").shape_for(shape).members[member].type_name == "integer"


def test_the_cors_age_is_that_of_the_api_model(service_model: ServiceModels) -> None:
    age = service_model("apigatewayv2").shape_for("Cors").members["MaxAge"].metadata

    assert Range(age["min"], age["max"]) == limits.CORS_MAX_AGE_SECONDS


@pytest.mark.parametrize(
    ("shape_name", "accepted"),
    [
        ("MemorySize", limits.FUNCTION_MEMORY_MB),
        ("Timeout", limits.FUNCTION_TIMEOUT_SECONDS),
        ("EphemeralStorageSize", limits.FUNCTION_EPHEMERAL_STORAGE_MB),
    ],
)
def test_ordinary_functions_stay_within_lambdas_model(
    service_model: ServiceModels, shape_name: str, accepted: Range
) -> None:
    # The model's maximum is that of Lambda Managed Instances, so it may only be higher.
    metadata = service_model("lambda").shape_for(shape_name).metadata

    assert metadata["min"] == accepted.minimum
    assert metadata["max"] >= accepted.maximum


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("Timeout", f"maximum allowed value is {limits.FUNCTION_TIMEOUT_SECONDS.maximum} seconds"),
        ("EphemeralStorage", "between 512 and 10,240 MB"),
        ("FunctionName", f"limited to {limits.FUNCTION_NAME_LENGTH} characters"),
    ],
)
def test_what_lambdas_model_says_in_words(service_model: ServiceModels, member: str, said: str) -> None:
    shape = service_model("lambda").operation_model("CreateFunction").input_shape.members[member]

    assert said in shape.documentation


@pytest.mark.parametrize(
    ("operation", "member", "minimum", "maximum"),
    [
        ("CreateApi", "Name", 1, limits.API_NAME_LENGTH),
        ("CreateApi", "Description", 0, limits.DESCRIPTION_LENGTH),
        ("CreateIntegration", "Description", 0, limits.DESCRIPTION_LENGTH),
        ("CreateIntegration", "IntegrationUri", 1, limits.INTEGRATION_URI_LENGTH),
        ("CreateRoute", "OperationName", 1, limits.OPERATION_NAME_LENGTH),
        ("CreateStage", "Description", 0, limits.DESCRIPTION_LENGTH),
        ("CreateStage", "StageName", 1, limits.STAGE_NAME_LENGTH),
    ],
)
def test_lengths_are_those_in_the_names_of_api_gateways_shapes(
    service_model: ServiceModels, operation: str, member: str, minimum: int, maximum: int
) -> None:
    shape = service_model("apigatewayv2").operation_model(operation).input_shape.members[member]

    assert shape.name.endswith(f"WithLengthBetween{minimum}And{maximum}")


def test_a_mapping_value_is_as_long_as_the_api_model_says(service_model: ServiceModels) -> None:
    shape = service_model("apigatewayv2").shape_for("IntegrationParameters").value

    assert shape.name == f"StringWithLengthBetween1And{limits.MAPPING_VALUE_LENGTH}"


@pytest.mark.parametrize(
    ("service", "shape_name", "pattern"),
    [
        ("lambda", "Alias", limits.ALIAS_NAME),
        ("lambda", "EnvironmentVariableName", limits.ENVIRONMENT_NAME),
    ],
)
def test_patterns_are_those_of_the_api_models(
    service_model: ServiceModels, service: str, shape_name: str, pattern: re.Pattern[str]
) -> None:
    assert pattern.pattern == service_model(service).shape_for(shape_name).metadata["pattern"]


@pytest.mark.parametrize(("name", "accepted"), [("prod", True), ("v2", True), ("42", False), ("a.b", False)])
def test_an_alias_is_not_a_number(name: str, accepted: bool) -> None:
    assert bool(limits.ALIAS_NAME.fullmatch(name)) is accepted


def test_function_names_have_the_characters_of_lambdas_model(service_model: ServiceModels) -> None:
    modelled = re.compile(service_model("lambda").shape_for("FunctionName").metadata["pattern"])

    for character in set(string.printable) - {":"}:  # a colon begins the version that the model also takes
        assert bool(limits.FUNCTION_NAME.fullmatch(character)) is bool(modelled.fullmatch(character)), (
            character
        )


def test_stage_variables_have_the_characters_that_the_documentation_lists(
    service_model: ServiceModels,
) -> None:
    stage = service_model("apigatewayv2").operation_model("CreateStage").input_shape
    text = html.unescape(stage.members["StageVariables"].documentation)
    values = re.search(r"values must match (\[.+\]\+)", text)
    assert "names can have alphanumeric and underscore characters" in text
    assert values is not None

    for character in string.printable:
        assert bool(limits.STAGE_VARIABLE_VALUE.fullmatch(character)) is bool(
            re.fullmatch(values[1], character)
        ), character
        assert bool(limits.STAGE_VARIABLE_NAME.fullmatch(character)) is (
            character.isalnum() or character == "_"
        ), character


def test_quotas_that_only_the_documentation_has() -> None:
    # Copied from https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    # and, the last two lines, from https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    assert (limits.ROUTES_PER_API, limits.INTEGRATIONS_PER_API, limits.STAGES_PER_API) == (300, 300, 10)
    assert (limits.AUTHORIZERS_PER_API, limits.AUDIENCES_PER_AUTHORIZER) == (10, 50)
    assert (limits.SCOPES_PER_ROUTE, limits.TAGS_PER_RESOURCE) == (10, 50)
    assert limits.STAGE_VARIABLES_PER_STAGE == 100
    assert (limits.STAGE_VARIABLE_NAME_LENGTH, limits.STAGE_VARIABLE_VALUE_LENGTH) == (64, 512)
    assert (limits.ACCESS_LOG_FORMAT_BYTES, limits.PAYLOAD_BYTES) == (3 << 10, 10 << 20)
    assert (limits.REQUEST_LINE_AND_HEADERS_BYTES, limits.AUTHORIZER_RESPONSE_TIMEOUT_MS) == (10_240, 10_000)
    assert (limits.FUNCTION_ENVIRONMENT_BYTES, limits.FUNCTION_LAYERS) == (4 << 10, 5)
    assert limits.FUNCTION_UNZIPPED_BYTES == 250 << 20


def test_what_api_gateways_model_says_of_stage_names(service_model: ServiceModels) -> None:
    shape = service_model("apigatewayv2").shape_for("ResetAuthorizersCacheRequest").members["StageName"]

    assert "only alphanumeric characters, hyphens, and underscores, or be $default" in shape.documentation
    assert f"Maximum length is {limits.STAGE_NAME_LENGTH} characters" in shape.documentation


@pytest.mark.parametrize(
    ("name", "accepted"),
    [("dev", True), ("$default", True), ("a-b_2", True), ("$other", False), ("a.b", False)],
)
def test_stage_names(name: str, accepted: bool) -> None:
    assert bool(limits.STAGE_NAME.fullmatch(name)) is accepted


def test_log_retention_is_what_cloudwatch_documents(service_model: ServiceModels) -> None:
    text = service_model("logs").shape_for("Days").documentation
    listed = re.search(r"Possible values are: ([\d, and]+)\.", text)
    assert listed is not None

    assert {int(days) for days in re.findall(r"\d+", listed[1])} == limits.LOG_RETENTION_DAYS


@pytest.mark.parametrize(
    ("operation", "member", "accepted"),
    [
        ("SendMessage", "DelaySeconds", limits.SQS_DELAY_SECONDS),
        ("ReceiveMessage", "MaxNumberOfMessages", limits.SQS_MESSAGES),
    ],
)
def test_numbers_of_sqs_are_those_of_its_model(
    service_model: ServiceModels, operation: str, member: str, accepted: Range
) -> None:
    shape = service_model("sqs").operation_model(operation).input_shape.members[member]

    assert f"Valid values: {accepted}." in shape.documentation


@pytest.mark.parametrize(
    ("member", "most"),
    [("SubnetIds", limits.FUNCTION_SUBNETS), ("SecurityGroupIds", limits.FUNCTION_SECURITY_GROUPS)],
)
def test_a_functions_vpc_is_as_large_as_lambdas_model_says(
    service_model: ServiceModels, member: str, most: int
) -> None:
    assert service_model("lambda").shape_for("VpcConfig").members[member].metadata["max"] == most


@pytest.mark.parametrize(
    ("service", "key", "value"), [("iam", "tagKeyType", "tagValueType"), ("logs", "TagKey", "TagValue")]
)
def test_tags_have_the_characters_of_the_strictest_services(
    service_model: ServiceModels, service: str, key: str, value: str
) -> None:
    model = service_model(service)
    classes = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]"
    assert classes in model.shape_for(key).metadata["pattern"]
    assert classes in model.shape_for(value).metadata["pattern"]
    assert model.shape_for(key).metadata["max"] == limits.TAG_KEY_LENGTH
    assert model.shape_for(value).metadata["max"] == limits.TAG_VALUE_LENGTH

    for character in [*map(chr, range(0x250)), "名", "\u2003", "\u3000"]:
        taken = unicodedata.category(character)[0] in "LZN" or character in "_.:/=+-@"
        assert bool(limits.TAG_TEXT.fullmatch(character)) is taken, repr(character)
        assert bool(limits.TAG_KEY.fullmatch(character)) is taken, repr(character)


@pytest.mark.parametrize(
    ("key", "accepted"), [("aws", True), ("aws:x", False), ("Aws:x", False), ("", False)]
)
def test_a_tag_is_not_of_awss_own(key: str, accepted: bool) -> None:
    assert bool(limits.TAG_KEY.fullmatch(key)) is accepted


def test_reserved_environment_names_are_lambdas_own() -> None:
    assert {"_HANDLER", "AWS_REGION", "AWS_SESSION_TOKEN", "LAMBDA_TASK_ROOT"} <= limits.RESERVED_ENVIRONMENT
    assert not {"TZ", "PATH", "PYTHONPATH", "AWS_XRAY_CONTEXT_MISSING"} & limits.RESERVED_ENVIRONMENT
