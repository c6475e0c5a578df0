"""Names: of domains, which AWS has once, and of the APIs that they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....aws.protocols import API_KINDS
from ....errors import Problem
from ....source import Path, did_you_mean
from ...base import shown
from ...domains.mappings import domain_name, fits, fitting
from ...references import find_references, has_reference, iter_text, malformed_references, substitute_stage
from ..context import Context
from ..names import unknown
from .places import every_domain, name_place, own_domains

__all__ = ["apis", "chosen", "references", "stages", "twice", "unfit"]

# What takes an API that the domain does not.
_WANTED = {
    "regional": "A private API takes a domain with 'endpoint: private'.",
    "edge": "HTTP and WebSocket APIs take 'endpoint: regional', and private ones 'endpoint: private'.",
    "private": "It takes private REST APIs alone: say 'endpoint: regional' for the others.",
}


def references(context: Context) -> Iterator[Problem]:
    """A stage's own texts hold references that are well formed, and to variables that are declared."""
    section = ("stages", context.stage, "domain")
    for path, text in iter_text(context.written("stages", context.stage).get("domain"), section):
        if context.refused(*path):
            continue
        for attempt in malformed_references(text):
            yield context.error(
                path, f"{shown(attempt)} is no reference", "Write ${ref.name} or ${stage.name}."
            )
        for each in find_references(text):
            if each.namespace == "stage" and each.name not in context.variables:
                known = did_you_mean(each.name, context.variables)
                fix = known if known.startswith("Did") else "Declare it in 'stage_variables'."
                yield context.error(path, f"no stage variable named {each.name!r}", fix)


def twice(context: Context) -> Iterator[Problem]:
    """A stage has a domain once."""
    seen: set[str] = set()
    for path, domain in every_domain(context):
        name = domain_name(domain)
        if name in seen and not has_reference(name):
            fix = "Write it once, with all its 'apis'."
            yield context.error(name_place(path, domain), f"domain {name!r} is there twice", fix)
        seen.add(name)


def stages(context: Context) -> Iterator[Problem]:
    """Two stages that each make the same domain: AWS has a name once in a region, whatever the account.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
    """
    # One stack of all stages makes it once: see `shared.domains`.
    others = (
        [] if context.config.is_shared else [each for each in context.config.stages if each != context.stage]
    )
    for path, domain in own_domains(context):
        if domain.endpoint == "private" or has_reference(domain.name):
            continue
        found = [stage for stage in others if domain.name in _own_names(context, stage)]
        if found:
            fact = f"stage {found[0]!r} makes domain {domain.name!r} too, and AWS takes it once"
            fix = (
                f"Give each stage a name of its own, or say 'existing: {domain.name}' in all stages but the "
                "one that makes it, each with its own base path."
            )
            yield context.error((*path, "name"), fact, fix)


def _own_names(context: Context, stage: str) -> set[str]:
    """The domains that another stage makes, with that stage's variables put in."""
    defaults = {name: each.default for name, each in context.config.stage_variables.items() if each.default}
    variables = {**defaults, **context.config.stages[stage].variables}
    written = context.written("stages", stage).get("domain")
    listed = written if isinstance(written, list | tuple) else [written]
    own = [each for each in listed if isinstance(each, Mapping) and each.get("endpoint") != "private"]
    return {str(substitute_stage(each.get("name"), variables)) for each in own}


def apis(context: Context) -> Iterator[Problem]:
    """APIs that mappings and routing rules name must be in `apis`."""
    for path, domain in every_domain(context):
        for name in domain.apis or ():
            yield from unknown(context, (*path, "apis", name), name, "API", ("apis",))
        for rule, each in domain.routing_rules.items():
            place = (*path, "routing_rules", rule, "api")
            yield from unknown(context, place, each.api, "API", ("apis",))


def chosen(context: Context) -> Iterator[Problem]:
    """Without `apis` one API must fit, and no more."""
    for path, domain in every_domain(context):
        alone = getattr(domain, "routing_mode", None) == "ROUTING_RULE_ONLY"
        if domain.apis is not None or alone or not context.config.apis or context.refused_within("apis"):
            continue
        found = fitting(domain, context.config.apis)
        place = (*path, "base_path") if domain.base_path is not None else name_place(path, domain)
        if len(found) > 1:
            first = domain.base_path or found[0]
            written = ", ".join(f"{name}: {first if name == found[0] else name}" for name in found)
            fix = f"Say which by 'apis: {{{written}}}': API, then base path."
            if len({context.config.apis[name].protocol == "websocket" for name in found}) == 2:
                fix = f"Say which by 'apis: {{{found[0]}: v1}}'; a WebSocket API takes a domain of its own."
            yield context.error(place, f"APIs {_and(found)} would all fit", fix)
        elif not found:
            fact = f"no API of the service fits {_a(domain.endpoint)} domain"
            yield context.error(place, fact, _WANTED[domain.endpoint])


def unfit(context: Context) -> Iterator[Problem]:
    """An API and a domain that AWS does not put together.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html
    """
    for path, domain in every_domain(context):
        named: list[tuple[Path, str]] = [((*path, "apis", name), name) for name in domain.apis or ()]
        for rule, each in domain.routing_rules.items():
            named.append(((*path, "routing_rules", rule, "api"), each.api))
        for place, name in named:
            api = context.config.apis.get(name)
            if api is not None and not fits(domain.endpoint, api):
                kind = getattr(api, "endpoint", None) or API_KINDS[api.protocol]
                fact = f"AWS maps no {kind} API to {_a(domain.endpoint)} domain"
                yield context.error(place, fact, _WANTED[domain.endpoint])


def _a(endpoint: str) -> str:
    return f"an {endpoint}" if endpoint == "edge" else f"a {endpoint}"


def _and(names: list[str]) -> str:
    return " and ".join(map(repr, names))
