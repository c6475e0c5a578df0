"""What APIs of every protocol have, in the same words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from .base import ConfigModel, Description, Flag, Tags, matching
from .cors import CorsConfig
from .stage_settings import AccessLogConfig, AnyAccessLogConfig, ThrottleConfig

__all__ = ["CommonApiConfig", "WebApiConfig"]


class CommonApiConfig(ConfigModel):
    """The words that all kinds of API share; what differs by kind has its type in the kind's own model."""

    protocol: str
    """Kind of the API."""
    description: Description | None = None
    """What the API is for, as the console shows it."""
    authorizers: Any = {}
    """Authorizers by the name that routes use."""
    defaults: Any = None
    """What holds for every route that says nothing else."""
    routes: Any = {}
    """Routes by their key."""
    throttle: ThrottleConfig = ThrottleConfig()
    """Limits of each stage, unless the stage has its own."""
    access_log: AnyAccessLogConfig = AccessLogConfig()
    """Access log of each stage: structured JSON unless `none`."""
    detailed_metrics: Flag = True
    """CloudWatch metrics for each route."""
    disable_execute_api_endpoint: Flag = False
    """Whether callers must use a custom domain name."""
    ip_address_type: Literal["ipv4", "dualstack"] | None = None
    """`dualstack` answers over IPv6 too. Left out: what the API has, which is `ipv4` for a new one."""
    tags: Tags = {}
    """Tags of the API's resources."""


class WebApiConfig(CommonApiConfig):
    """The words that HTTP and REST APIs share: requests of any client, web pages among them."""

    openapi: Annotated[str, matching(r".+", "the path of an OpenAPI file", final=True)] | None = None
    """OpenAPI document that gives routes, parameters, schemas and validators; `routes` adds to them."""
    operations: dict[str, Any] = {}
    """What routes of the OpenAPI document need besides, by `operationId`: a route's own keys."""
    cors: CorsConfig | None = None
    """Which web pages may call the API; none where left out."""
    vpc_links: Any = {}
    """VPC links by the name that private integrations use."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        reference = super().__get_pydantic_json_schema__(core_schema, handler)
        schema = handler.resolve_ref_schema(reference)
        # For editors, which see the file as it is: `openapi` has not given its routes there yet.
        schema["required"] = [name for name in schema.get("required", ()) if name != "routes"]
        return reference
