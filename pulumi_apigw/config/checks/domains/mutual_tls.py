"""Mutual TLS: what it needs, and that nobody comes in beside it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.websocket_limits import CONNECT
from ....errors import Problem
from ...domains import DomainConfig
from ...domains.mappings import base_paths
from ...websocket import WebSocketApiConfig
from ..authorization import guard
from ..context import ApiConfig, Context
from ..names import OPEN
from .places import own_domains

__all__ = ["domains", "open_endpoints", "ownership"]


def domains(context: Context) -> Iterator[Problem]:
    """The domains that AWS takes it for."""
    for path, domain in own_domains(context):
        if domain.mutual_tls is None:
            continue
        place = (*path, "mutual_tls")
        if domain.endpoint != "regional":
            fact = f"mutual TLS is for regional domains, and this one is {domain.endpoint}"
            yield context.error(place, fact, "Say 'endpoint: regional', or remove it.")
        if domain.security_policy not in (None, "TLS_1_2"):
            fact = f"AWS takes no mutual TLS with the security policy {domain.security_policy!r}"
            yield context.error(place, fact, "Say 'security_policy: TLS_1_2', or remove one of the two.")
        for name in _led_to(context, domain):
            if context.config.apis[name].protocol == "websocket":
                fact = f"AWS tells of mutual TLS for REST and HTTP APIs alone, and {name!r} is neither"
                fix = "Try it before you rely on it, or let a 'lambda' authorizer of $connect decide."
                yield context.advice(place, fact, fix)


def open_endpoints(context: Context) -> Iterator[Problem]:
    """An API that is reached by its own endpoint too asks for no certificate there.

    Where a route has no authorizer, that lets everybody in; else it is only another way to the same guard.
    """
    for path, domain in own_domains(context):
        for name in _led_to(context, domain) if domain.mutual_tls else ():
            api = context.config.apis[name]
            if api.disable_execute_api_endpoint or context.refused_within("apis", name):
                continue
            place = (*path, "mutual_tls")
            fact = (
                f"API {name!r} answers at its execute-api URL too, where no client certificate is asked for"
            )
            fix = f"Say 'disable_execute_api_endpoint: true' in 'apis.{name}'"
            if _lets_anybody_in(api):
                yield context.error(place, fact, f"{fix}: some of its routes have no authorizer.")
            else:
                yield context.advice(place, fact, f"{fix}, unless authorizers are enough there.")


def _led_to(context: Context, domain: DomainConfig) -> list[str]:
    rules = [each.api for each in domain.routing_rules.values()]
    named = dict.fromkeys([*(api for _, api in base_paths(domain, context.config.apis)), *rules])
    return [name for name in named if name in context.config.apis]


def _lets_anybody_in(api: ApiConfig) -> bool:
    # Who may connect to a WebSocket API is asked about there, and with no message.
    keys = [CONNECT] if isinstance(api, WebSocketApiConfig) else list(api.routes)
    return any(key not in api.routes or guard(api, api.routes[key]) in (None, OPEN) for key in keys)


def ownership(context: Context) -> Iterator[Problem]:
    """What proves that a domain is ours, where its certificate does not."""
    for path, domain in own_domains(context):
        place = (*path, "ownership_certificate")
        if domain.ownership_certificate and domain.mutual_tls is None:
            yield context.error(place, "only mutual TLS needs it", "Add 'mutual_tls', or remove it.")
        elif domain.ownership_certificate and domain.certificate is None:
            fact = "the certificate that is made here proves that the domain is yours"
            yield context.error(place, fact, "Remove it, or give 'certificate'.")
        elif domain.mutual_tls and domain.certificate and not domain.ownership_certificate:
            fact = "AWS takes an imported certificate, or one of a private CA, with proof of ownership alone"
            fix = "If yours is one, give 'ownership_certificate' too: a public one for the same name."
            yield context.advice((*path, "certificate"), fact, fix)
