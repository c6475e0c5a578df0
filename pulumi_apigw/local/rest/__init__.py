"""REST APIs, as the local gateway serves them.

Its modules are imported one by one, where a program has a REST API.

Departures from AWS, besides those of `pulumi_apigw.local`:

- names of headers reach functions as those of HTTP/2 clients do: in lower case, but for Authorization, Host,
  User-Agent, X-Amzn-Trace-Id and X-Forwarded-* (`events`);
- usage plans do not count, no limits of an account throttle, and nothing is cached (`throttles`);
- the resource policy is not evaluated, nor are endpoint types, WAF and client certificates;
- mapping templates know conditions, assignments and references; one with more answers 501 (`vtl`);
- AWS and HTTP integrations that are no proxies, and functions that stream, answer 501, and what another
  server streams comes as a whole (`integrations`);
- a validation error's `$context.error.validationErrorString` is in other words (`validation`);
- a model's `pattern` with what Python's regular expressions lack, such as `\\p{L}`, is not checked; the log
  says so (`validation`);
- compressed requests are not decompressed, and canaries get no share of the requests.
"""

from __future__ import annotations

__all__: list[str] = []
