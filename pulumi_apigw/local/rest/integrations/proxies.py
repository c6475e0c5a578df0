"""HTTP proxy integrations: the request goes on to another server.

https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
"""

from __future__ import annotations

from pulumi_apigw.local.integrations import HttpProxy
from pulumi_apigw.local.integrations.functions import CannotCallError, resolve_variables
from pulumi_apigw.local.integrations.proxies import (
    LargeAnswerError,
    NoAnswerError,
    mapped_parameters,
    mapped_url,
    without_query,
)
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.mapping import evaluate
from pulumi_apigw.local.rest.model import RestIntegration
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["forward"]

# Clients were seen to get it: https://github.com/RhinoSecurityLabs/IPRotate_Burp_Extension/issues/17
_UNREACHED = "Network error communicating with endpoint"


async def forward(call: RestCall, integration: RestIntegration, proxy: HttpProxy) -> Response:
    """The other server's answer as it is; raises `Refusal`: 504 where none comes, 500 without a target."""
    key = call.route.key
    mapped = mapped_parameters(integration.request_parameters, lambda text: evaluate(text, call))
    try:
        uri = resolve_variables(call.stage, integration.uri)
    except CannotCallError as error:
        raise Refusal("API_CONFIGURATION_ERROR", f"{key}: {error}") from None
    # The path's variables come from the mapped parameters alone, as the client encoded them.
    url = mapped_url(uri, mapped, call.request.query, encoded=True)
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
