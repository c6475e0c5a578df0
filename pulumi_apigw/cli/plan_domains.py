"""The tables of custom domain names, which `apigw plan` shows after the APIs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .console import make_table
from .resolved_parts import Data

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["domain_tables"]


def domain_tables(domains: list[Data], *, several: bool) -> Iterator[RenderableType]:
    """Every domain: how it is made, and where its requests lead; with the stage where there are several."""
    for domain in domains:
        yield f"{domain['name']}: {domain['endpoint']} domain, {_made(domain['made'])}"
    rows = [row for domain in domains for row in (*_rules(domain), *_mappings(domain))]
    if rows:
        yield ""
        columns = ("AT", "WHERE", "API", "STAGE")
        yield make_table(columns, rows) if several else make_table(columns[:3], [row[:3] for row in rows])
    if domains:
        yield ""


def _made(made: Data | None) -> str:
    if made is None:
        return "which another stack makes"
    certificate = f"certificate {made['certificate']}" if made["certificate"] else "a certificate made for it"
    zone = f"records in zone {made['zone']}" if made["zone"] else "records for you to make (dns_records)"
    told = [certificate, zone, made["security_policy"], made["ip_address_type"]]
    if made["truststore_uri"]:
        told.append(f"mutual TLS by {made['truststore_uri']}")
    if made["vpc_endpoint_ids"]:
        told.append(f"from {' '.join(made['vpc_endpoint_ids'])}")
    return ", ".join(each for each in told if each)


def _rules(domain: Data) -> Iterator[tuple[str, ...]]:
    for rule in sorted(domain["routing_rules"], key=lambda each: each["priority"]):
        conditions = [f"{header}: {value}" for header, value in rule["headers"].items()]
        if rule["base_path"]:
            conditions.insert(0, f"/{rule['base_path']}{', taken off' if rule['strip_base_path'] else ''}")
        yield (
            domain["name"],
            f"rule {rule['priority']}: {' and '.join(conditions)}",
            rule["api"],
            rule["stage"],
        )


def _mappings(domain: Data) -> Iterator[tuple[str, ...]]:
    for mapping in domain["mappings"]:
        yield (
            mapping["url"],
            f"base path {mapping['base_path']}" if mapping["base_path"] else "root",
            mapping["api"],
            mapping["stage"],
        )
