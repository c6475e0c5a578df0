"""Which APIs a domain leads to, and under which base paths."""

from __future__ import annotations

from collections.abc import Mapping

from ..api import CommonApiConfig
from .domain import AnyDomainConfig, DomainConfig, ExistingDomainConfig

__all__ = ["base_paths", "domain_name", "domains_of", "fits", "fitting"]


def domains_of(domains: object) -> tuple[AnyDomainConfig, ...]:
    """What a stage says of domains, as a list."""
    if isinstance(domains, DomainConfig | ExistingDomainConfig):
        return (domains,)
    return domains if isinstance(domains, tuple) else ()


def domain_name(domain: AnyDomainConfig) -> str:
    """The name of a domain, whoever makes it."""
    return domain.existing if isinstance(domain, ExistingDomainConfig) else domain.name


def fits(endpoint: str, api: CommonApiConfig) -> bool:
    """Whether AWS maps an API to a domain with this endpoint; only REST APIs have endpoints of their own.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html
    """
    own = getattr(api, "endpoint", None)
    if endpoint == "private":
        return own == "private"
    return own != "private" and (endpoint == "regional" or own is not None)


def fitting(domain: AnyDomainConfig, apis: Mapping[str, CommonApiConfig]) -> list[str]:
    """The names of the APIs that AWS maps to the domain."""
    return [name for name, api in apis.items() if fits(domain.endpoint, api)]


def base_paths(domain: AnyDomainConfig, apis: Mapping[str, CommonApiConfig]) -> tuple[tuple[str, str], ...]:
    """Each mapping of a domain: base path and API; none where routing rules alone lead to APIs.

    What is not written is the service's one API that fits; where several fit, or none, there is none.
    """
    if isinstance(domain, DomainConfig) and domain.routing_mode == "ROUTING_RULE_ONLY":
        return ()
    if domain.apis is not None:
        return tuple((path, api) for api, paths in domain.apis.items() for path in paths)
    found = fitting(domain, apis)
    return ((domain.base_path or "", found[0]),) if len(found) == 1 else ()
