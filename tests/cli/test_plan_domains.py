"""What `apigw plan` shows of custom domain names."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import Run

CONFIG = """\
service: orders
functions:
  api: {runtime: python3.13, handler: orders.api.handler, source: src}
apis:
  web: {disable_execute_api_endpoint: true, routes: {GET /: {function: api, authorizer: none}}}
  orders: {protocol: rest, ip_address_type: dualstack, routes: {GET /: {function: api, authorizer: none}}}
  live: {protocol: websocket, routes: {$connect: {function: api, authorizer: none}}}
access_log_role: none
stages:
  dev:
    domain:
      - name: api.example.com
        zone: example.com
        ip_address_type: dualstack
        apis: {orders: [orders/v1, ""]}
        routing_rules:
          next: {priority: 20, base_path: orders/v2, api: orders, strip_base_path: true}
          beta: {priority: 10, headers: {x-version: "b*", x-team: core}, api: orders}
      - name: www.example.com
        certificate: ${ref.certificate}
        apis: {web: ""}
        mutual_tls: {truststore_uri: "s3://trusted/clients.pem"}
      - {existing: live.example.com, apis: {live: v1}}
"""
DOMAINS = """\
api.example.com: regional domain, a certificate made for it, records in zone example.com, TLS_1_2, dualstack
www.example.com: regional domain, certificate ${ref.certificate}, records for you to make (dns_records), \
TLS_1_2, mutual TLS by s3://trusted/clients.pem
live.example.com: regional domain, which another stack makes

AT                                 WHERE                                    API
api.example.com                    rule 10: x-version: b* and x-team: core  orders
api.example.com                    rule 20: /orders/v2, taken off           orders
https://api.example.com/orders/v1  base path orders/v1                      orders
https://api.example.com            root                                     orders
https://www.example.com            root                                     web
wss://live.example.com/v1          base path v1                             live

FUNCTION  """


def test_how_domains_are_made_and_where_they_lead(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG)
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert DOMAINS in outcome.stdout


def test_a_private_domain_and_the_endpoints_that_reach_it(apigw: Run, service: Path) -> None:
    policy = "policy: {allow_vpc_endpoints: [vpce-1]}"
    (service / "api.yaml").write_text(
        "service: orders\n"
        "access_log_role: none\n"
        "functions: {api: {runtime: python3.13, handler: orders.api.handler, source: src}}\n"
        f"apis: {{inside: {{protocol: rest, endpoint: private, {policy}, "
        "routes: {GET /: {function: api, authorizer: none}}}}\n"
        f"stages: {{dev: {{domain: {{name: in.example.com, endpoint: private, {policy}, apis: {{}}, "
        "vpc_endpoint_ids: [vpce-1, vpce-2], zone: Z1}}}\n"
    )
    told = "private domain, a certificate made for it, records in zone Z1, from vpce-1 vpce-2"
    assert f"in.example.com: {told}\n\nFUNCTION " in apigw("plan").stdout


def test_json_of_domains(apigw: Run, service: Path) -> None:
    (service / "api.yaml").write_text(CONFIG)
    own, mutual, shared = json.loads(apigw("plan", "--json").stdout)["domains"]
    assert own == {
        "name": "api.example.com",
        "endpoint": "regional",
        "made": {
            "certificate": None,
            "zone": "example.com",
            "security_policy": "TLS_1_2",
            "endpoint_access_mode": None,
            "ip_address_type": "dualstack",
            "truststore_uri": None,
            "vpc_endpoint_ids": [],
            "routing_mode": "ROUTING_RULE_THEN_API_MAPPING",
        },
        "mappings": [
            {
                "base_path": "orders/v1",
                "api": "orders",
                "stage": "dev",
                "url": "https://api.example.com/orders/v1",
            },
            {"base_path": "", "api": "orders", "stage": "dev", "url": "https://api.example.com"},
        ],
        "routing_rules": [
            {
                "name": "next",
                "priority": 20,
                "base_path": "orders/v2",
                "headers": {},
                "api": "orders",
                "stage": "dev",
                "strip_base_path": True,
            },
            {
                "name": "beta",
                "priority": 10,
                "base_path": None,
                "headers": {"x-version": "b*", "x-team": "core"},
                "api": "orders",
                "stage": "dev",
                "strip_base_path": False,
            },
        ],
    }
    assert mutual["made"]["truststore_uri"] == "s3://trusted/clients.pem"
    assert shared == {
        "name": "live.example.com",
        "endpoint": "regional",
        "made": None,
        "mappings": [{"base_path": "v1", "api": "live", "stage": "dev", "url": "wss://live.example.com/v1"}],
        "routing_rules": [],
    }
