"""Functions that mapping templates have in `$input` and `$util`; AWS says nothing of a call of any other.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
https://repost.aws/questions/QUd8ArVQaaReyZv3nmigFDGQ/aws-api-gateway-integration-response-calculate-hmac-hash
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

__all__ = ["INPUT", "UTIL", "unknown_functions"]

INPUT: Final = ("body", "json", "params", "path")
UTIL: Final = ("base64Decode", "base64Encode", "escapeJavaScript", "parseJson", "urlDecode", "urlEncode")

_CALLED: Final = re.compile(r"\$!?\{?(\w+)\.([A-Za-z]\w*)", re.ASCII)


def unknown_functions(text: str, variable: str, known: Collection[str]) -> list[str]:
    """What a template calls of a variable (`util`) that is none of `known`, each once."""
    called = dict.fromkeys(found[2] for found in _CALLED.finditer(text) if found[1] == variable)
    return [name for name in called if name not in known]
