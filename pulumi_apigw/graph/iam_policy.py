"""`aws.iam.get_policy_document` rendered as the AWS provider renders it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["render_policy_document"]

_LISTS = {
    "actions": "Action",
    "notActions": "NotAction",
    "resources": "Resource",
    "notResources": "NotResource",
}


def render_policy_document(args: Mapping[str, Any]) -> dict[str, Any]:
    """The policy document of the data source's arguments (wire names).

    As the provider does: one value stands alone, several are sorted descending; statements of
    `sourcePolicyDocuments` come first; a later statement with the same `sid` replaces an earlier one, those
    of `overridePolicyDocuments` replacing last.

    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
    """
    own = [_statement(statement) for statement in args.get("statements") or ()]
    statements = [
        *_statements_of(args.get("sourcePolicyDocuments")),
        *own,
        *_statements_of(args.get("overridePolicyDocuments")),
    ]
    document: dict[str, Any] = {"Version": args.get("version") or "2012-10-17"}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    return {**document, "Statement": _last_of_each_sid(statements)}


def _statements_of(documents: Iterable[str] | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for document in documents or ():
        statements = json.loads(document).get("Statement", [])
        found += statements if isinstance(statements, list) else [statements]
    return found


def _last_of_each_sid(statements: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    for index, statement in enumerate(statements):
        kept[statement.get("Sid") or f"#{index}"] = statement
    return list(kept.values())


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    rendered: dict[str, Any] = {"Sid": statement["sid"]} if statement.get("sid") else {}
    rendered["Effect"] = statement.get("effect") or "Allow"
    for given, name in _LISTS.items():
        if statement.get(given):
            rendered[name] = _one_or_many(statement[given])
    for given, name in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if statement.get(given):
            rendered[name] = _principals(statement[given])
    if statement.get("conditions"):
        rendered["Condition"] = _conditions(statement["conditions"])
    return rendered


def _one_or_many(values: Iterable[str]) -> str | list[str]:
    several = sorted(set(values), reverse=True)
    return several[0] if len(several) == 1 else several


def _principals(principals: Iterable[Mapping[str, Any]]) -> str | dict[str, Any]:
    by_type: dict[str, list[str]] = {}
    for principal in principals:
        by_type.setdefault(principal["type"], []).extend(principal["identifiers"])
    if by_type == {"*": ["*"]}:
        return "*"
    return {type_: _one_or_many(identifiers) for type_, identifiers in by_type.items()}


def _conditions(conditions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    rendered: dict[str, dict[str, Any]] = {}
    for condition in conditions:
        values = condition["values"]
        rendered.setdefault(condition["test"], {})[condition["variable"]] = (
            values[0] if len(values) == 1 else list(values)
        )
    return rendered
