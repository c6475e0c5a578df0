"""The domain name itself: by the newer of AWS's two APIs where it can make it, else by the older."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import pulumi
import pulumi_aws as aws

from ..aws.domain_limits import TRUSTSTORE_URI
from ..config.domains import MutualTlsConfig
from ..plan.domains import DomainPlan, OwnDomainPlan
from .checked import told
from .references import References
from .resource_policy import policy_argument, unabbreviated

__all__ = ["AnyDomainName", "alias_target", "create_domain_name"]

AnyDomainName: TypeAlias = "aws.apigateway.DomainName | aws.apigatewayv2.DomainName"


def create_domain_name(
    name: str,
    plan: DomainPlan,
    own: OwnDomainPlan,
    *,
    certificate_arn: pulumi.Input[str],
    refs: References,
    parent: pulumi.Resource,
) -> AnyDomainName:
    """The domain name: a regional one of TLS 1.2 by API Gateway's version 2, any other by version 1."""
    mutual_tls = _mutual_tls(own.mutual_tls, refs, parent)
    if own.version == "v2":
        return _newer(name, plan, own, certificate_arn, mutual_tls, refs, parent)
    return _older(name, plan, own, certificate_arn, mutual_tls, refs, parent)


def _newer(
    name: str,
    plan: DomainPlan,
    own: OwnDomainPlan,
    certificate_arn: pulumi.Input[str],
    mutual_tls: Any,
    refs: References,
    parent: pulumi.Resource,
) -> aws.apigatewayv2.DomainName:
    configuration: aws.apigatewayv2.DomainNameDomainNameConfigurationArgsDict = {
        "certificate_arn": certificate_arn,
        "endpoint_type": plan.endpoint.upper(),
        "security_policy": str(own.security_policy),
    }
    if own.ip_address_type:
        configuration["ip_address_type"] = own.ip_address_type
    if own.ownership_certificate:
        configuration["ownership_verification_certificate_arn"] = refs.fill(own.ownership_certificate)
    return aws.apigatewayv2.DomainName(
        name,
        domain_name=plan.name,
        domain_name_configuration=configuration,
        mutual_tls_authentication=mutual_tls,
        routing_mode=own.routing_mode,
        tags=refs.fill(plan.tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _older(
    name: str,
    plan: DomainPlan,
    own: OwnDomainPlan,
    certificate_arn: pulumi.Input[str],
    mutual_tls: Any,
    refs: References,
    parent: pulumi.Resource,
) -> aws.apigateway.DomainName:
    endpoint: aws.apigateway.DomainNameEndpointConfigurationArgsDict = {"types": plan.endpoint.upper()}
    if own.ip_address_type:
        endpoint["ip_address_type"] = own.ip_address_type
    regional = plan.endpoint == "regional"
    return aws.apigateway.DomainName(
        name,
        domain_name=plan.name,
        endpoint_configuration=endpoint,
        regional_certificate_arn=certificate_arn if regional else None,
        certificate_arn=None if regional else certificate_arn,
        ownership_verification_certificate_arn=refs.fill(own.ownership_certificate),
        security_policy=own.security_policy,
        endpoint_access_mode=own.endpoint_access_mode,
        mutual_tls_authentication=mutual_tls,
        policy=policy_argument(refs.fill(unabbreviated(own.policy, parent))),
        routing_mode=own.routing_mode,
        tags=refs.fill(plan.tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _mutual_tls(config: MutualTlsConfig | None, refs: References, parent: pulumi.Resource) -> Any:
    """The truststore and its version, the newest where none is written, as both versions of the API take it.

    AWS reads a truststore when it is told of a version alone: a new object under the same URI changes
    nothing. https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    """
    if config is None:
        return None
    uri = refs.fill(config.truststore_uri)
    if config.truststore_version is not None:
        return {"truststore_uri": uri, "truststore_version": refs.fill(config.truststore_version)}
    place = pulumi.Output.from_input(uri).apply(told(_place))
    found = aws.s3.get_object_output(
        bucket=place.apply(lambda match: match[1]),
        key=place.apply(lambda match: match[2]),
        opts=pulumi.InvokeOptions(parent=parent),
    )
    # A bucket that keeps no versions has none to tell, or 'null'.
    version = found.version_id.apply(lambda version: version if version and version != "null" else None)
    return {"truststore_uri": uri, "truststore_version": version}


def _place(uri: str) -> re.Match[str]:
    match = TRUSTSTORE_URI.fullmatch(uri)
    if match is None:
        raise ValueError(f"{uri!r} is no place in S3. Supply one such as 's3://bucket/truststore.pem'.")
    return match


def alias_target(
    domain: AnyDomainName, endpoint: str
) -> tuple[pulumi.Output[str], pulumi.Output[str]] | None:
    """The name that DNS leads to, and its hosted zone; None for a private domain, which VPCs lead to."""
    if isinstance(domain, aws.apigatewayv2.DomainName):
        configuration = domain.domain_name_configuration
        target = configuration.apply(lambda each: str(each.target_domain_name))
        return target, configuration.apply(lambda each: str(each.hosted_zone_id))
    if endpoint == "edge":
        return domain.cloudfront_domain_name, domain.cloudfront_zone_id
    if endpoint == "regional":
        return domain.regional_domain_name, domain.regional_zone_id
    return None
