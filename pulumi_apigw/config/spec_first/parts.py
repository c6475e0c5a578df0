"""Parts of an operation → the same parts of a route, with the node that each was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...aws import limits
from ...source import Path
from .models import Models
from .nodes import Findings, Node
from .references import Files

__all__ = ["Parts"]

Route = dict[str, Any]

# As AWS's importer says it; no page does: https://github.com/api-platform/api-platform/issues/2150
_PARAMETER = re.compile(r"[a-zA-Z0-9:._$-]+")
_PLACES = {"query": "query", "header": "header", "path": "path"}
# OpenAPI: header parameters of these names are ignored, since other parts of the document describe them.
_OTHERWISE_SAID = {"accept", "authorization", "content-type"}
_ANY_TYPE = "*/*"
_JSON = re.compile(r"(?:application/(?:[\w.+-]+\+)?json|\*/\*)", re.IGNORECASE)
_STATUS = re.compile(r"[1-5]\d\d")
# The keys of a Swagger 2.0 parameter that are no keywords of its schema.
_NOT_SCHEMA = {"allowEmptyValue", "collectionFormat", "description", "in", "name", "required"}


class Parts:
    """Reads the parts of one operation into `route`; `origins` has the node of each path in it."""

    def __init__(self, operation: Node, files: Files, models: Models, findings: Findings, name: str) -> None:
        self.route: Route = {}
        self.origins: dict[Path, Node] = {(): operation}
        self._operation = operation
        self._files = files
        self._models = models
        self._findings = findings
        self._name = name

    def texts(self) -> None:
        """Summary, description and tags."""
        for key in ("summary", "description"):
            if (text := self._operation.text(key)) is not None:
                self._put((key,), self._operation.child(key), self._cut(self._operation, text))
        tags = self._operation.child("tags").data
        names = [tag for tag in tags if isinstance(tag, str) and tag] if isinstance(tags, list) else []
        if names:
            self._put(("groups",), self._operation.child("tags"), list(dict.fromkeys(names)))

    def parameters(self, around: Node, consumes: Node) -> None:
        """Parameters of the operation, and those of its path (`around`) that it does not have itself."""
        found: dict[tuple[str, str], Node] = {}
        for written in (*around.child("parameters").each(), *self._operation.child("parameters").each()):
            node = self._files.follow(written)
            if (place := node.text("in")) and (name := node.text("name")):
                found[place, name] = node
        parameters: Route = {}
        for (place, name), node in found.items():
            if place == "body":
                self._swagger_body(node, consumes)
            elif place == "formData":
                self._unchecked(node, "form data", "API Gateway checks JSON bodies alone")
            elif place == "cookie":
                self._unchecked(node, f"the cookie {name!r}", "API Gateway has no parameters in cookies")
            elif place in _PLACES and not (place == "header" and name.lower() in _OTHERWISE_SAID):
                parameters |= self._parameter(node, place, name)
        if parameters:
            owner = self._operation if self._operation.has("parameters") else around
            self._put(("parameters",), owner.child("parameters"), parameters)

    def body(self) -> None:
        """The body of an OpenAPI 3 operation."""
        body = self._files.follow(self._operation.child("requestBody"))
        self._body(body, list(self._contents(body)))

    def responses(self, produces: Node) -> None:
        """Answers with a status of their own."""
        responses: Route = {}
        for status, written in self._operation.child("responses").items():
            if _STATUS.fullmatch(status):
                node = self._files.follow(written)
                responses[status] = self._response(node, status, produces)
                self.origins["responses", status] = written
        if responses:
            self._put(("responses",), self._operation.child("responses"), responses)

    def _parameter(self, node: Node, place: str, name: str) -> Route:
        if not _PARAMETER.fullmatch(name):
            self._unchecked(node, f"the parameter {name!r}", "AWS takes no parameter of that name")
            return {}
        key = f"{place}.{name}"
        schema = self._schema(node)
        parameter: Route = {}
        if node.child("required").data is True:
            if why := _refused_where_it_is_sent(node, self._files.follow(schema)):
                self._unchecked(node, f"the parameter {name!r}", why)
            else:
                parameter["required"] = True
        if (text := node.text("description")) is not None:
            parameter["description"] = self._cut(node, text)
        if read := self._models.parameter(schema):
            parameter["json_schema"] = read
        self.origins["parameters", key] = node
        self.origins["parameters", key, "json_schema"] = schema
        return {key: parameter}

    def _schema(self, node: Node) -> Node:
        if node.has("schema"):
            return node.child("schema")
        for _, content in node.child("content").items():
            return content.child("schema")
        data = node.data if isinstance(node.data, Mapping) else {}
        return Node(node.file, node.path, {key: data[key] for key in data if key not in _NOT_SCHEMA})

    def _contents(self, node: Node) -> Iterator[tuple[str, Node]]:
        """The schemas of a body or an answer by content type (OpenAPI 3)."""
        for content_type, content in node.child("content").items():
            yield content_type, self._files.follow(content).child("schema")

    def _swagger_body(self, node: Node, consumes: Node) -> None:
        types = consumes.data if isinstance(consumes.data, list) and consumes.data else ["application/json"]
        self._body(node, [(str(each), node.child("schema")) for each in types])

    def _body(self, node: Node, contents: list[tuple[str, Node]]) -> None:
        for content_type, schema in contents:
            if _bare(content_type) is None:
                self._unchecked(schema, f"a body of type {content_type!r}", "API Gateway checks JSON alone")
        if bodies := self._bodies(contents, "Request", checked=True):
            self._put(("body",), node, _short(bodies))

    def _response(self, node: Node, status: str, produces: Node) -> Route:
        response: Route = {}
        if (text := node.text("description")) is not None:
            response["description"] = self._cut(node, text)
        contents = list(self._contents(node))
        if node.has("schema"):
            types = (
                produces.data if isinstance(produces.data, list) and produces.data else ["application/json"]
            )
            contents = [(str(each), node.child("schema")) for each in types]
        if bodies := self._bodies(contents, status, checked=False):
            response["body"] = _short(bodies)
        headers = {
            name: self._cut(header, header.text("description") or "")
            for name, written in node.child("headers").entries()
            if _PARAMETER.fullmatch(name) and (header := self._files.follow(written))
        }
        return {**response, "headers": headers} if headers else response

    def _bodies(self, contents: list[tuple[str, Node]], ending: str, *, checked: bool) -> dict[str, str]:
        """The models of JSON by content type; what says more than `*/*` goes before that."""
        schemas: dict[str, Node] = {}
        for content_type, schema in sorted(contents, key=lambda each: each[0] == _ANY_TYPE):
            if bare := _bare(content_type):
                schemas.setdefault(bare, schema)
        named = {
            bare: self._models.of(schema, f"{self._name}{ending}", checked=checked)
            for bare, schema in schemas.items()
        }
        return {bare: name for bare, name in named.items() if name}

    def _put(self, path: Path, node: Node, value: Any) -> None:
        self.route[str(path[0])] = value
        self.origins[path] = node

    def _cut(self, node: Node, text: str) -> str:
        most = limits.DESCRIPTION_LENGTH
        if len(text) <= most:
            return text
        fact = f"this and other descriptions are longer than {most} characters"
        self._findings.advice(node, "description", fact, "They are cut at that, which AWS takes.")
        return f"{text[: most - 1]}…"

    def _unchecked(self, node: Node, what: str, why: str) -> None:
        self._findings.advice(node, why, f"{what} is not checked: {why}", "Check it in the function.")


def _refused_where_it_is_sent(node: Node, schema: Node) -> str | None:
    """Why API Gateway would answer 400 to a request that has the parameter; None where it would not.

    It looks for one of that very name which is not blank:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    while the properties of an object can have names of their own: https://spec.openapis.org/oas/v3.0.3#style-values
    """
    if node.text("in") != "query":
        return None
    if node.child("allowEmptyValue").data is True:
        return "it may be empty, which API Gateway takes for missing"
    style = node.text("style") or "form"
    exploded = style == "form" and node.child("explode").data is not False and not node.has("content")
    kinds = schema.child("type").data
    is_object = "object" in (kinds if isinstance(kinds, list) else [kinds])
    if style == "deepObject" or (exploded and is_object):
        return "each property of an object is sent by a name of its own"
    return None


def _bare(content_type: str) -> str | None:
    """The content type without its parameters, None for what is no JSON."""
    bare = content_type.partition(";")[0].strip()
    if not _JSON.fullmatch(bare):
        return None
    return "application/json" if bare == _ANY_TYPE else bare


def _short(models: dict[str, str]) -> dict[str, str] | str:
    """Models by content type, as briefly as a config says it."""
    return models["application/json"] if models.keys() == {"application/json"} else models
