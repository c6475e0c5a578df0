"""Routing rules: which API of a domain gets a request, by its headers and its path.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from ...aws import domain_limits
from ..base import ConfigModel, Flag, NameOf, Whole, checked, matching, problem, shown, within
from .names import BasePath

__all__ = ["RoutingMode", "RoutingRuleConfig"]

RoutingMode = Literal["API_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_API_MAPPING"]


def _some_path(value: str) -> str:
    if not value:
        raise problem("the root is no condition: every request is below it", "Leave 'base_path' out.")
    if len(value) > domain_limits.RULE_BASE_PATH_LENGTH:
        raise problem(
            f"the base path has {len(value)} characters",
            f"A rule takes at most {domain_limits.RULE_BASE_PATH_LENGTH}: shorten it.",
        )
    return value


def _header(value: str) -> str:
    if domain_limits.RULE_REFUSED_HEADERS.fullmatch(value):
        raise problem(f"AWS takes no rule that looks at the header {value!r}", "Use a header of your own.")
    return value


def _infix(value: str) -> None:
    inner = value.strip("*")
    if value.startswith("*") and value.endswith("*") and len(inner) > domain_limits.RULE_INFIX_LENGTH:
        raise problem(
            f"{shown(value)} looks for {len(inner)} characters anywhere in the header",
            f"AWS takes at most {domain_limits.RULE_INFIX_LENGTH} between two '*': shorten it.",
        )


HeaderName = Annotated[
    str,
    matching(
        domain_limits.RULE_HEADER,
        "letters, digits and ?!#$%&'.^_`|~-, without '*'",
        length=domain_limits.RULE_HEADER_LENGTH,
        final=True,
    ),
    AfterValidator(_header),
]
HeaderGlob = Annotated[
    str,
    matching(
        domain_limits.RULE_VALUE,
        "letters, digits and ?!#$%&'.^_`|~-, with '*' at the beginning or the end",
        length=domain_limits.RULE_VALUE_LENGTH,
    ),
    checked(_infix),
]


class RoutingRuleConfig(ConfigModel):
    """One rule: requests that meet all its conditions go to one API; REST APIs alone."""

    priority: Annotated[Whole, within(domain_limits.RULE_PRIORITY, "as a priority")]
    """The rule's place: the lowest number is looked at first, and no two rules of a domain have the same."""
    base_path: Annotated[BasePath, AfterValidator(_some_path)] | None = None
    """What the path begins with, such as `orders/v2`; AWS takes one a rule, capital letters as written."""
    headers: dict[HeaderName, HeaderGlob] = {}
    """Headers that must all be there, two at most: `{x-version: "v2*"}`; `*` at the beginning or the end."""
    api: NameOf
    """Name of the REST API that gets the request."""
    strip_base_path: Flag = False
    """Whether `base_path` is taken off before the API sees the path, as a mapping does."""

    @model_validator(mode="after")
    def _conditions(self) -> RoutingRuleConfig:
        if self.base_path is None and not self.headers:
            # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigatewayv2/routing_rule.go
            raise problem(
                "the rule has no condition, and Pulumi's AWS provider takes none without",
                "Give 'base_path' or 'headers', or map the API to the root by 'apis' in its place.",
            )
        if len(self.headers) > domain_limits.RULE_HEADERS:
            raise problem(
                f"there are {len(self.headers)} headers",
                f"AWS looks at {domain_limits.RULE_HEADERS} a rule at most: remove some.",
            )
        if self.strip_base_path and self.base_path is None:
            raise problem("there is no base path to strip", "Give 'base_path', or remove 'strip_base_path'.")
        return self
