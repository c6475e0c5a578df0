"""API keys of a REST or WebSocket API, whose values are secrets."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..aws import rest_limits
from ..plan.rest.model import ApiKeyPlan, RestApiPlan
from ..plan.websocket.model import WebSocketApiPlan
from .checked import told
from .references import References

__all__ = ["create_api_keys"]


def create_api_keys(
    name: str, plan: RestApiPlan | WebSocketApiPlan, *, refs: References, parent: pulumi.Resource
) -> dict[str, aws.apigateway.ApiKey]:
    """Every key by its name; AWS makes the value of one that has none.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-keys.html
    """
    return {
        key.name: aws.apigateway.ApiKey(
            f"{name}.{key.name}",
            name=f"{plan.api_name}-{key.name}",
            description=refs.fill(key.description),
            enabled=key.enabled,
            value=_value(key, refs),
            tags=refs.fill(plan.tags),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for key in plan.api_keys
    }


def _value(key: ApiKeyPlan, refs: References) -> pulumi.Output[str] | None:
    if key.value is None:
        return None
    return pulumi.Output.secret(refs.fill(key.value)).apply(told(lambda value: _checked(key.name, value)))


def _checked(name: str, value: str) -> str:
    """The value itself. Raises ValueError, which does not tell it, where AWS would refuse it."""
    accepted = rest_limits.API_KEY_CHARACTERS
    if not isinstance(value, str) or len(value) not in accepted:
        fact = f"has {len(value)} characters" if isinstance(value, str) else "is no text"
        raise ValueError(f"the value of API key {name!r} {fact}. AWS takes {accepted} characters.")
    return value
