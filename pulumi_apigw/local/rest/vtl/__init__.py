"""The part of VTL, the language of mapping templates, that answers without a backend need.

Conditions, assignments, references with their methods and properties, strings and numbers. Loops, macros and
arithmetic are left out: a template with one is refused by name.
https://velocity.apache.org/engine/1.7/user-guide.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

from pulumi_apigw.local.rest.vtl.evaluate import Members, render
from pulumi_apigw.local.rest.vtl.parse import UnsupportedTemplateError

__all__ = ["Members", "UnsupportedTemplateError", "render"]
