"""Writes the reference half of docs/config.md out of the config's models: `python docs/generate.py`.

Names, types, defaults and descriptions come from the JSON Schema, as editors see it. What a field accepts is
what it says itself when it refuses a value, so the page promises nothing but what `apigw check` does.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from accepted import accepted
from pydantic import BaseModel

from pulumi_apigw.aws.log_fields import LOG_FIELDS
from pulumi_apigw.config import ServiceConfig, config_schema

PAGE = Path(__file__).with_name("config.md")
MARKER = "<!-- What follows is generated from the models in pulumi_apigw/config: python docs/generate.py -->"

GROUPS = {
    "The service": "",
    "HTTP API": "An API without `protocol`, or with `protocol: http`. See [HTTP APIs](http-apis.md).",
    "REST API": "An API with `protocol: rest`. See [REST APIs](rest-apis.md).",
    "WebSocket API": "An API with `protocol: websocket`.",
    "Every kind of API": "What is written alike in APIs of several kinds.",
    "Stages": "",
    "Custom domains": "A stage answers at its `execute-api` URL alone unless it has one. See [custom domains]"
    "(custom-domains.md).",
    "Alarms and dashboard": "Nothing is watched unless this is written. "
    "See [alarms and dashboard](observability.md).",
}
"""Parts of the page, and what stands at their top."""

_MODULES = {
    "HTTP API": ("http", "authorizers", "integrations"),
    "Every kind of API": ("cors", "service_integrations", "stage_settings"),
    "Stages": ("stages", "promotion"),
    "Custom domains": ("domains.domain", "domains.routing"),
    "Alarms and dashboard": ("observability",),
}
"""Modules of models by the part of the page; what is left is the service's."""

_PACKAGES = {"rest": "REST", "websocket": "WebSocket"}
"""Kinds of API that have a package of their own."""

TITLES = {
    "ServiceConfig": "The file",
    "FunctionConfig": "A function that is built",
    "ExistingFunctionConfig": "A function that exists",
    "LogGroupConfig": "A function's log group",
    "PolicyStatementConfig": "A policy statement",
    "VpcConfig": "A function's VPC",
    "HttpApiConfig": "An HTTP API",
    "CorsConfig": "CORS",
    "RouteDefaultsConfig": "Defaults of routes",
    "HttpRouteConfig": "A route",
    "ThrottleConfig": "Throttle",
    "VpcLinkConfig": "A VPC link",
    "AccessLogConfig": "Access log",
    "RestApiConfig": "A REST API",
    "RestRouteDefaultsConfig": "Defaults of REST routes",
    "RestRouteConfig": "A REST route",
    "DynamoDbConfig": "REST integration DynamoDB",
    "S3Config": "REST integration S3",
    "ParameterConfig": "A parameter",
    "ResponseConfig": "A response",
    "IntegrationResponseConfig": "An integration's response",
    "GatewayResponseConfig": "A gateway response",
    "PolicyConfig": "A resource policy",
    "RestVpcLinkConfig": "A REST VPC link",
    "ApiKeyConfig": "An API key",
    "UsagePlanConfig": "A usage plan",
    "QuotaConfig": "A quota of requests",
    "CacheClusterConfig": "Cache",
    "MethodCacheConfig": "Cache of a route",
    "ExecutionLogConfig": "Execution log",
    "RaisedQuotasConfig": "Raised quotas",
    "CanaryConfig": "A canary",
    "WebSocketApiConfig": "A WebSocket API",
    "WebSocketRouteDefaultsConfig": "Defaults of WebSocket routes",
    "WebSocketRouteConfig": "A WebSocket route",
    "ReplyConfig": "A reply",
    "ConnectionStoreConfig": "A table of connections",
    "StageVariableConfig": "A stage variable",
    "StageConfig": "A stage",
    "PromotionConfig": "Promotion",
    "PromotionRecord": "Record of a promotion",
    "PreviousConfig": "Before a promotion",
    "GradualConfig": "A gradual move",
    "DomainConfig": "A custom domain",
    "ExistingDomainConfig": "A custom domain that exists",
    "MutualTlsConfig": "Mutual TLS",
    "RoutingRuleConfig": "A routing rule",
    "ObservabilityConfig": "Observability",
    "AlarmsConfig": "Alarms",
}
"""Headings; authorizers and integrations are named after their `type`."""

KEYS = {
    "routes": "<route key>",
    "operations": "<operationId>",
    "parameters": "<place.name>",
    "responses": "<status>",
    "integration_responses": "<pattern>",
    "gateway_responses": "<type>",
}
"""What the keys of a mapping are, unless names."""


@dataclass
class Section:
    """One model: its heading, its schema, and every place of the file where it stands."""

    title: str
    model: type[BaseModel]
    schema: Mapping[str, Any]
    places: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return re.sub(r"[^\w -]", "", self.title.lower()).replace(" ", "-")

    @property
    def group(self) -> str:
        return _group(self.model)


def render() -> str:
    """The whole page: what is hand-written, up to the marker, and the reference below it."""
    written = PAGE.read_text(encoding="utf-8").partition(MARKER)[0]
    return f"{written}{MARKER}\n\n{reference()}"


def reference() -> str:
    """The reference: a section a model, in the order of the file."""
    sections = Sections()
    sections.add("ServiceConfig", "")
    lines: list[str] = []
    for group, introduction in GROUPS.items():
        lines += [f"## {group}\n", *([f"{introduction}\n"] if introduction else [])]
        found = (each for each in sections.found.values() if each.group == group)
        lines += [line for each in found for line in _section(each, sections)]
    return "\n".join([*lines, *_log_fields()])


class Sections:
    """Every model that can be met in the file, by its name in the schema."""

    def __init__(self) -> None:
        schema = config_schema()
        self._schemas = {**schema["$defs"], "ServiceConfig": schema}
        self._models = {model.__name__: model for model in _models(ServiceConfig)}
        self.found: dict[str, Section] = {}

    def add(self, name: str, place: str) -> None:
        """The model `name`, which stands at `place`, and those inside it."""
        known = self.found.get(name)
        if known is not None:
            known.places.append(place)
            return
        schema = self._schemas[name]
        self.found[name] = Section(_title(self._models[name], schema), self._models[name], schema, [place])
        for key, value in schema["properties"].items():
            path = f"{place}.{key}" if place else key
            for below in dict.fromkeys(_references(value)):
                self.add(below, path + _steps(key, value))

    def link(self, name: str) -> str:
        return f"[{self.found[name].title}](#{self.found[name].anchor})"


def _group(model: type[BaseModel]) -> str:
    module = model.__module__.removeprefix("pulumi_apigw.config.")
    if kind := _kind(model):
        return f"{kind} API"
    return next((group for group, modules in _MODULES.items() if module in modules), "The service")


def _kind(model: type[BaseModel]) -> str | None:
    return _PACKAGES.get(model.__module__.removeprefix("pulumi_apigw.config.").partition(".")[0])


def _title(model: type[BaseModel], schema: Mapping[str, Any]) -> str:
    if model.__name__ in TITLES:
        return TITLES[model.__name__]
    part = "authorizer" if "Authorizer" in model.__name__ else "integration"
    tag = schema["properties"]["type"]["const"]
    return f"{kind} {part} {tag}" if (kind := _kind(model)) else f"{part.capitalize()} {tag}"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for each in annotation.model_fields.values():
            yield from _models(each.annotation)
    for part in get_args(annotation):
        yield from _models(part)


def _references(schema: Any) -> Iterator[str]:
    """Names of the models that a field's schema refers to."""
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for key, value in schema.items():
            if key != "discriminator":
                yield from _references(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from _references(each)


def _steps(key: str, schema: Mapping[str, Any]) -> str:
    if schema.get("type") == "object":
        return f".{KEYS.get(key, '<name>')}"
    return "[]" if schema.get("type") == "array" else ""


def _section(section: Section, sections: Sections) -> Iterator[str]:
    yield f"### {section.title}\n"
    if places := list(dict.fromkeys(f"`{place}`" for place in section.places if place)):
        yield f"At {', '.join(places)}.\n"
    yield f"{_summary(section)}\n"
    yield "| field | type | default | what it is | accepted |\n|---|---|---|---|---|"
    fields = section.schema["properties"].items()
    for key, schema in sorted(fields, key=lambda each: each[0] != "type"):
        required = key in section.schema.get("required", ())
        default = "**required**" if required else _default(schema.get("default"), schema)
        cells = (
            f"`{key}`",
            _type(schema, sections),
            default,
            _prose(schema["description"]),
            _accepted(section, key),
        )
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
    yield ""


def _summary(section: Section) -> str:
    """What the model is, and AWS's page on it: its own, else its module's."""
    text, _, source = section.schema.get("description", "").partition("Source: ")
    source = source or (sys.modules[section.model.__module__].__doc__ or "").partition("Source: ")[2]
    return " ".join(text.split()) + (f" [AWS]({source.split()[0]})" if source else "")


def _log_fields() -> Iterator[str]:
    yield "## Log fields\n"
    yield "What `fields` of an [access log](#access-log) can name, and the variable of AWS behind each.\n"
    yield "| field | variable | in |\n|---|---|---|"
    names = dict.fromkeys(name for fields in LOG_FIELDS.values() for name in fields)
    for name in names:
        kinds = {protocol: fields[name] for protocol, fields in LOG_FIELDS.items() if name in fields}
        places = ", ".join(_PACKAGES.get(protocol, protocol.upper()) for protocol in kinds)
        yield f"| `{name}` | `{next(iter(kinds.values()))}` | {places} |"
    yield ""


def _default(value: Any, schema: Mapping[str, Any]) -> str:
    if value is None:
        return ""
    if next(_references(schema), None) and isinstance(value, Mapping) and ("$ref" in schema or value):
        return "those of its fields"
    if value in ([], {}):
        return "none"
    if isinstance(value, list):
        return f"`[{', '.join(map(str, value))}]`"
    if isinstance(value, Mapping):
        return f"`{json.dumps(value)}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _type(schema: Mapping[str, Any], sections: Sections) -> str:
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    if alternatives:
        kinds = [_type(each, sections) for each in alternatives if each.get("type") != "null"]
        text = " or ".join(dict.fromkeys(kinds))
        return text.replace("list of text or text", "list of text, or one `${ref.x}`")
    if "$ref" in schema:
        return sections.link(schema["$ref"].rpartition("/")[2])
    if choices := schema.get("enum", [schema["const"]] if "const" in schema else None):
        return " or ".join(f"`{each}`" for each in dict.fromkeys(map(_choice, choices)))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'], sections)}"
    if schema.get("type") == "object":
        below = schema.get("additionalProperties")
        return f"mapping of {_type(below, sections)}" if isinstance(below, Mapping) else "mapping"
    names = {"integer": "whole number", "number": "number", "boolean": "true or false"}
    return names.get(str(schema.get("type")), "text")


def _choice(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _accepted(section: Section, key: str) -> str:
    schema = section.schema["properties"][key]
    if next(_references(schema), None) and schema.get("type") != "object":
        return ""
    fields = section.model.model_fields
    by_key = {field.alias: field for field in fields.values() if field.alias} | fields
    return _prose(accepted(by_key[key]))


def _prose(text: str) -> str:
    """Text for a cell: one line, with references in code so that Markdown leaves them alone."""
    one_line = re.sub(r"https://docs\.aws\.amazon\.com/\S+", r"[AWS](\g<0>)", " ".join(text.split()))
    return one_line if "`" in one_line else re.sub(r"\$\{?[A-Za-z]+\.[\w.]+\}?|'\*'", r"`\g<0>`", one_line)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
