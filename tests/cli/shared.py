"""A service whose stages share one API and one stack."""

from __future__ import annotations

SHARED = """\
service: orders
topology: shared
functions:
  api: {runtime: python3.13, handler: orders.api.handler, source: src, alias_variable: backend}
apis:
  public:
    authorizers:
      staff: {type: lambda, function: api}
    defaults: {function: api, authorizer: staff, timeout_ms: 10000, payload_format: "1.0"}
    routes:
      GET /items: {}
      POST /items: {throttle: {rate_limit: 20, burst_limit: 40}}
  admin:
    protocol: rest
    routes: {GET /orders: {authorizer: none, function: api}}
stage_variables:
  backend: {}
  checkout: {default: classic, promote: true}
stages:
  dev:
    variables: {backend: blue}
    observability: {alarms: {server_errors_percent: 2}, dashboard: false}
  prod:
    variables: {backend: live}
    throttle: {rate_limit: 500, burst_limit: 250}
    cache: {size_gb: "0.5"}
    domain: {name: api.example.com, apis: {public: v1}}
"""
PINNED = """\
    release: "3f1c2a9b7d10"
"""
MOVING = """\
    gradual: {release: "77aa0b1c2d3e", percent: 10, from: dev, at: "2026-11-23T12:00:00Z"}
"""
