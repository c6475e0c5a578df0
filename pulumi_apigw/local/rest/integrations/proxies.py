"""HTTP proxy integrations: the request goes on to another server.

https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

from pulumi_apigw.local.integrations import HttpProxy
from pulumi_apigw.local.integrations.functions import CannotCallError, resolve_variables
from pulumi_apigw.local.integrations.proxies import LargeAnswerError, NoAnswerError, without_query
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.mapping import evaluate
from pulumi_apigw.local.rest.model import RestIntegration
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["forward"]

_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")
_PREFIX = "integration.request."
# Clients were seen to get it: https://github.com/RhinoSecurityLabs/IPRotate_Burp_Extension/issues/17
_UNREACHED = "Network error communicating with endpoint"


async def forward(call: RestCall, integration: RestIntegration, proxy: HttpProxy) -> Response:
    """The other server's answer as it is; raises `Refusal`: 504 where none comes, 500 without a target."""
    key = call.route.key
    mapped = _mapped(call, integration)
    try:
        url = _url(call, integration, mapped)
    except CannotCallError as error:
        raise Refusal("API_CONFIGURATION_ERROR", f"{key}: {error}") from None
    given = {name: value for (place, name), value in mapped.items() if place == "header"}
    kept = [(name, value) for name, value in call.request.headers if name not in map(str.lower, given)]
    method = call.request.method if integration.method == "ANY" else integration.method
    headers = [*kept, *given.items()]
    try:
        return await proxy.send(method, url, headers, call.request.body, integration.timeout_ms)
    except TimeoutError:
        note = f"no answer from {without_query(url)}: none in {integration.timeout_ms} ms."
        raise Refusal("INTEGRATION_TIMEOUT", f"{key}: {note}") from None
    except LargeAnswerError as error:
        raise Refusal("INTEGRATION_FAILURE", f"{key}: {error}") from None
    except NoAnswerError as error:
        raise Refusal("INTEGRATION_FAILURE", f"{key}: {error}", message=_UNREACHED) from None


def _mapped(call: RestCall, integration: RestIntegration) -> dict[tuple[str, str], str]:
    """The request parameters of the integration that have a value, by their place and name."""
    found: dict[tuple[str, str], str] = {}
    for target, expression in integration.request_parameters.items():
        place, _, name = target.removeprefix(_PREFIX).partition(".")
        value = evaluate(expression, call)
        if value is not None:
            found[place, name] = value
    return found


def _url(call: RestCall, integration: RestIntegration, mapped: dict[tuple[str, str], str]) -> str:
    """The integration's URL with its variables: those of the path come from its request parameters alone."""
    uri = resolve_variables(call.stage, integration.uri)
    # The path's values are as the client encoded them; others are text.
    uri = _VARIABLE.sub(lambda match: quote(mapped.get(("path", match[1]), ""), safe="/:@!$&'()*+,;=%"), uri)
    parts = urlsplit(uri)
    added = urlencode([(name, value) for (place, name), value in mapped.items() if place == "querystring"])
    query = "&".join(text for text in (parts.query, call.request.query, added) if text)
    return parts._replace(query=query).geturl()
