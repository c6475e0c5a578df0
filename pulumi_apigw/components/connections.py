"""How functions reach connected clients: leave to push, where to, and the table of connections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from ..aws import arns
from ..plan.websocket.model import WebSocketApiPlan
from ..plan.websocket.variables import connection_variables, variable_suffix
from .checked import told
from .policies import statement
from .references import References

__all__ = ["ConnectionStore", "Connections", "connections_url", "create_store", "environment", "statements"]

KEY = "connection_id"
EXPIRES = "expires_at"
# What keeping connections and telling all of them something needs; not to change the table.
_ACTIONS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan")


@dataclass(frozen=True, kw_only=True)
class ConnectionStore:
    """A table of connections, and what its plan says of it."""

    table: aws.dynamodb.Table
    ttl_seconds: int
    kms_key_arn: pulumi.Input[str] | None


@dataclass(frozen=True, kw_only=True)
class Connections:
    """The connections of one WebSocket API at one stage, as one function may reach them.

    `api`: the API's name in environment variables. `url`: the endpoint of `@connections`, None for a function
    that may not push. `resource`: the ARN of what it may push to. `store`: the table, None for a function
    that may not use it. `is_told`: whether the function's environment says all this.
    `WebSocketApi.connections` makes it, and `FunctionArgs.connections` takes it.
    """

    api: str
    url: pulumi.Output[str] | None
    resource: pulumi.Output[str]
    store: ConnectionStore | None
    is_told: bool = True

    @property
    def suffix(self) -> str:
        """What ends the names of the environment variables of this API alone."""
        return variable_suffix(self.api)


def connections_url(
    api: aws.apigatewayv2.Api, stage_name: pulumi.Input[str], by_domain: pulumi.Input[str] | None = None
) -> pulumi.Output[str]:
    """The endpoint of `@connections`, as `endpoint_url` of boto3's `apigatewaymanagementapi` takes it.

    It is AWS's own also where clients connect by a domain, and `by_domain` where AWS's own is disabled. A
    domain's has no stage in its path: with one, as AWS's example makes it of an event, it answers 403.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    """
    if by_domain is not None:
        return pulumi.Output.from_input(by_domain)
    host = api.api_endpoint.apply(lambda endpoint: endpoint.partition("://")[2].rstrip("/"))
    return pulumi.Output.concat("https://", host, "/", stage_name)


def create_store(
    name: str, plan: WebSocketApiPlan, *, refs: References, parent: pulumi.Resource
) -> ConnectionStore | None:
    """The table of connections, or None where they are kept nowhere.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
    """
    store = plan.store
    if store is None:
        return None
    key = refs.fill(store.kms_key_arn)
    table = aws.dynamodb.Table(
        f"{name}.connections",
        name=store.table_name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=KEY,
        attributes=[{"name": KEY, "type": "S"}],
        ttl={"attribute_name": EXPIRES, "enabled": True},
        point_in_time_recovery={"enabled": store.point_in_time_recovery},
        # Every table is encrypted; this is for a key of one's own.
        server_side_encryption={"enabled": True, "kms_key_arn": key} if key else None,
        tags=refs.fill(plan.tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return ConnectionStore(table=table, ttl_seconds=store.ttl_seconds, kms_key_arn=key)


def environment(connections: Sequence[Connections]) -> dict[str, pulumi.Input[str]]:
    """The variables by which a function finds its connections.

    `CONNECTIONS_URL`, `CONNECTIONS_TABLE` and `CONNECTIONS_TTL_SECONDS` where there is one API that they can
    be of; and always the same with `_` and the API's name in upper case.
    """
    told = [each for each in connections if each.is_told]
    urls = {each.suffix: each.url for each in told if each.url is not None}
    stores = {each.suffix: each.store for each in told if each.store is not None}
    tables = {suffix: store.table.name for suffix, store in stores.items()}
    seconds = {suffix: str(store.ttl_seconds) for suffix, store in stores.items()}
    return {
        **connection_variables("CONNECTIONS_URL", urls),
        **connection_variables("CONNECTIONS_TABLE", tables),
        **connection_variables("CONNECTIONS_TTL_SECONDS", seconds),
    }


def statements(connections: Sequence[Connections]) -> list[dict[str, Any]]:
    """What the role of a function may do with its connections, and with no others."""
    found: list[dict[str, Any]] = []
    for each in connections:
        if each.url is not None:
            found.append(statement(["execute-api:ManageConnections"], [each.resource]))
        if each.store is not None:
            found += _store_statements(each.store)
    return found


def _store_statements(store: ConnectionStore) -> list[dict[str, Any]]:
    found = [statement([f"dynamodb:{action}" for action in _ACTIONS], [store.table.arn])]
    if store.kms_key_arn is not None:
        # DynamoDB uses a key of one's own in the name of who calls it:
        # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
        via = {"StringEquals": {"kms:ViaService": store.table.arn.apply(told(_service_host))}}
        found.append({**statement(["kms:Decrypt"], [store.kms_key_arn]), "Condition": via})
    return found


def _service_host(table_arn: str) -> str:
    arn = arns.parse_arn(table_arn)
    return f"dynamodb.{arn.region}.{arns.dns_suffix(arn.partition)}"
