"""WebSocket APIs, as the local gateway serves them.

Imported where a program has one. Departures from AWS, besides those of `pulumi_apigw.local`:

- clients connect by `ws://` and functions push by `http://`: URLs of the API in functions' environments are
  changed to that, while `domainName` in events stays AWS's (`functions.endpoints`);
- names of headers reach `$connect` in lower case, but for those that browsers send (`events`);
- requests of the @connections API, and those of $connect with IAM, need to look signed; no signature is
  checked and no policy evaluated (`management`, `authorizers`);
- usage plans neither throttle nor count, nor are connections and messages throttled (`api_keys`);
- mapping templates are those that REST APIs have here, and AWS services and VPC links answer 501
  (`integrations`);
- pings do not keep an idle connection, and clients get 1012 when the gateway stops (`handler`).
"""
