"""Numbers and names that AWS enforces on custom domain names, their mappings and routing rules.

Quotas: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
"""

from __future__ import annotations

import re
from typing import Final

from .limits import Range

DOMAIN_NAME_LENGTH: Final = 253
"""Characters of a host name; AWS itself would take 512. RFC 1035, section 2.3.4."""

DOMAIN_NAME: Final = re.compile(
    r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])", re.ASCII
)
"""A host name in lower case; `*` may stand for its first part. The last part is no number, as that of an
address is.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
"""

CERTIFICATE_NAME_LENGTH: Final = 64
"""Characters of the first name of a certificate that ACM makes, which is its common name.

https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
"""

ZONE_ID: Final = re.compile(r"Z[A-Z0-9]{1,31}", re.ASCII)
"""The id of a hosted zone. https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html"""

EDGE_CERTIFICATE_REGION: Final = "us-east-1"
"""Where the certificate of an edge-optimized domain name is, whatever the API's own region.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html
"""

BASE_PATH: Final = re.compile(r"[A-Za-z0-9$_.+!*'()-]+(/[A-Za-z0-9$_.+!*'()-]+)*", re.ASCII)
"""The base path of a mapping, of one level or more.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
"""

BASE_PATH_LENGTH: Final = 300
"""Characters of the base path of a mapping; the same page."""

MULTI_LEVEL_MAPPINGS: Final = 200
"""Mappings of several levels that a domain name has; cannot be raised."""

ROUTING_RULES: Final = 50
"""Routing rules of a domain name. Default quota; can be raised."""

RULE_PRIORITY: Final = Range(1, 1_000_000)
"""The order of routing rules: the lowest comes first.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
"""

RULE_HEADERS: Final = 2
"""Headers that a routing rule looks at; the same page, as is what follows."""

RULE_BASE_PATH_LENGTH: Final = 127
RULE_HEADER_LENGTH: Final = 39
RULE_VALUE_LENGTH: Final = 127
RULE_INFIX_LENGTH: Final = 39

RULE_HEADER: Final = re.compile(r"[A-Za-z0-9?!#$%&'.^_`|~-]+", re.ASCII)
RULE_VALUE: Final = re.compile(r"\*?[A-Za-z0-9?!#$%&'.^_`|~-]*\*?", re.ASCII)
"""`*` stands at the beginning, at the end or at both."""

RULE_REFUSED_HEADERS: Final = re.compile(
    r"access-control-.*|apigw-.*|authorization|connection|content-(encoding|length|location)|forwarded"
    r"|keep-alive|origin|proxy-(authenticate|authorization)|te|trailers|transfer-encoding|upgrade"
    r"|x-amzn?-.*|x-apigw-api-id|x-forwarded-(for|host|proto)|x-restapi|via",
    re.ASCII | re.IGNORECASE,
)
"""Headers that no routing rule may look at."""

TRUSTSTORE_URI: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(\S+)", re.ASCII)
"""Bucket and key of a truststore.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
"""

TRUSTSTORE_URI_LENGTH: Final = 2048
TRUSTSTORE_VERSION_LENGTH: Final = 64
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html"""
