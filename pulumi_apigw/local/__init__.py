"""Serve the APIs of a captured graph on loopback, as API Gateway would.

    with serve(capture_project(".", stack="dev")) as gateway:
        httpx.get(gateway.url("public", "dev") + "/items")

Nothing is read but the graph, so what would fail on AWS for want of a permission, a deployment, an alias or a
stage variable fails here, and the gateway's log names the fix. It needs the extra `pulumi-apigw[local]`;
importing this package without it raises `MissingExtraError`.

Departures from AWS:

- tokens are signed and checked with a local key set, whoever their issuer is; no key is fetched
  (`authorizers.tokens`);
- AWS_IAM routes take any request that looks signed: no signature is checked, no policy evaluated
  (`authorizers.iam`);
- conditions in the policy of a Lambda authorizer count as if they held (`authorizers.policy`);
- an integration's or authorizer's role is not evaluated (`integrations.functions`);
- the method in the source ARN of a call through an `ANY` route may be ANY or the caller's (`permissions`);
- private integrations (VPC links) and AWS services answer 501 (`integrations.dispatch`);
- a stage with a deployment serves the program's present routes, not those of the deployment's time;
- the routes of an HTTP API's OpenAPI `body` are not served (`apis`);
- requests are not throttled, but for those of REST APIs, nor limited in the size of their headers, and
  `disableExecuteApiEndpoint` has no effect;
- custom domains answer by plain HTTP: there are no certificates, and mutual TLS asks for none;
- the stage's access log is not written; `serve` gives one line a request to `on_access` instead;
- `host` and `x-forwarded-*` are the laptop's, so that links made from them work; `domainName` is AWS's
  (`app`);
- REST APIs: see `rest`;
- WebSocket APIs: see `websocket`;
- functions: see `functions.FunctionPool`.
"""

from __future__ import annotations

from importlib.util import find_spec

from pulumi_apigw.errors import MissingExtraError

if not all(map(find_spec, ("uvicorn", "wsproto", "jwt", "cryptography", "httpx", "jsonschema"))):
    raise MissingExtraError("The local gateway", "local")

from pulumi_apigw.local.functions import FunctionPool
from pulumi_apigw.local.gateway import Gateway, serve
from pulumi_apigw.local.keys import mint_token

__all__ = ["FunctionPool", "Gateway", "mint_token", "serve"]
