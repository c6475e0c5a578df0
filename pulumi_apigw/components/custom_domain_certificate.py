"""The certificate of a custom domain name, validated by DNS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from ..aws.domain_limits import EDGE_CERTIFICATE_REGION
from ..plan.domains import DomainPlan
from .references import References

__all__ = ["CertificateParts", "create_certificate"]

_TTL_SECONDS = 300


@dataclass(frozen=True)
class CertificateParts:
    """A certificate, the record that proves the domain to be ours, and the wait for AWS to see it.

    `record` is None where there is no zone to make it in; `name`, `type` and `value` are what it holds.
    """

    certificate: aws.acm.Certificate
    validation: aws.acm.CertificateValidation
    record: aws.route53.Record | None
    name: pulumi.Output[str]
    type: pulumi.Output[str]
    value: pulumi.Output[str]


def create_certificate(
    name: str,
    plan: DomainPlan,
    *,
    zone_id: pulumi.Input[str] | None,
    refs: References,
    parent: pulumi.Resource,
) -> CertificateParts:
    """A certificate for the domain.

    Who uses it takes the ARN from the validation: so nothing uses a certificate before AWS has issued it, and
    what uses it is gone before it is deleted, which AWS would refuse.
    https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    """
    opts = pulumi.ResourceOptions(parent=parent)
    region = _edge_region(parent) if plan.endpoint == "edge" else None
    certificate = aws.acm.Certificate(
        name,
        domain_name=plan.name,
        validation_method="DNS",
        region=region,
        tags=refs.fill(plan.tags),
        opts=opts,
    )
    # One name, so one record.
    option = certificate.domain_validation_options.apply(lambda options: options[0])
    record_name = option.apply(lambda each: str(each.resource_record_name))
    record_type = option.apply(lambda each: str(each.resource_record_type))
    value = option.apply(lambda each: str(each.resource_record_value))
    record = None
    if zone_id is not None:
        record = aws.route53.Record(
            name,
            name=record_name,
            type=record_type,
            records=[value],
            ttl=_TTL_SECONDS,
            zone_id=zone_id,
            # A name and its wildcard, and one name in several regions, are proven by the same record.
            allow_overwrite=True,
            opts=opts,
        )
    validation = aws.acm.CertificateValidation(
        name,
        certificate_arn=certificate.arn,
        validation_record_fqdns=[record.fqdn] if record else None,
        region=region,
        opts=opts,
    )
    return CertificateParts(certificate, validation, record, record_name, record_type, value)


def _edge_region(parent: pulumi.Resource) -> pulumi.Output[Any]:
    """CloudFront's region; None, which is not sent, where that is the stack's own."""
    region = aws.get_region_output(opts=pulumi.InvokeOptions(parent=parent)).region
    return region.apply(lambda own: None if own == EDGE_CERTIFICATE_REGION else EDGE_CERTIFICATE_REGION)
