"""Where the domains of a stage stand in its config."""

from __future__ import annotations

from collections.abc import Iterator

from ....source import Path
from ...domains import AnyDomainConfig, DomainConfig, ExistingDomainConfig
from ...domains.mappings import base_paths, domains_of
from ..context import Context

__all__ = ["every_domain", "mapping_places", "name_place", "own_domains", "written_paths"]


def every_domain(context: Context) -> Iterator[tuple[Path, AnyDomainConfig]]:
    """Every domain of the stage, with its path."""
    found = context.config.stages[context.stage].domain
    path = ("stages", context.stage, "domain")
    for position, domain in enumerate(domains_of(found)):
        yield ((*path, position) if isinstance(found, tuple) else path), domain


def own_domains(context: Context) -> Iterator[tuple[Path, DomainConfig]]:
    """Every domain that this stack makes, with its path."""
    return ((path, each) for path, each in every_domain(context) if isinstance(each, DomainConfig))


def name_place(path: Path, domain: AnyDomainConfig) -> Path:
    """Where the name of a domain is."""
    return (*path, "existing" if isinstance(domain, ExistingDomainConfig) else "name")


def written_paths(path: Path, domain: AnyDomainConfig) -> Iterator[tuple[Path, str, str]]:
    """Every base path of `apis`, with its place and its API."""
    for api, paths in (domain.apis or {}).items():
        for position, base_path in enumerate(paths):
            several = len(paths) > 1
            yield ((*path, "apis", api, position) if several else (*path, "apis", api)), base_path, api


def mapping_places(context: Context, path: Path, domain: AnyDomainConfig) -> Iterator[tuple[Path, str, str]]:
    """Every mapping with its place: those of `apis`, or that of the one API that fits."""
    if domain.apis is not None:
        yield from written_paths(path, domain)
        return
    place = (*path, "base_path") if domain.base_path is not None else name_place(path, domain)
    for base_path, api in base_paths(domain, context.config.apis):
        yield place, base_path, api
