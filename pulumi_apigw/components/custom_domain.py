"""A custom domain name, with its certificate, its DNS records, and what leads from it to stages of APIs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.domains import DomainConfig, ExistingDomainConfig
from ..plan.domains import DomainPlan, OwnDomainPlan
from ..plan.domains.single import checked_domain
from .checked import plain, told_by_pulumi
from .custom_domain_certificate import CertificateParts, create_certificate
from .custom_domain_mappings import (
    DomainStages,
    create_mappings,
    create_routing_rules,
    mapping_key,
    rule_key,
    stage_of,
)
from .custom_domain_name import AnyDomainName, alias_target, create_domain_name
from .references import References
from .stage import Stage
from .websocket_api import WebSocketApi

__all__ = ["CustomDomain", "CustomDomainArgs"]

DnsRecord = dict[str, Any]


@dataclass(kw_only=True)
class CustomDomainArgs:
    """What a `CustomDomain` is made of.

    `domain`: a `DomainConfig`, an `ExistingDomainConfig`, or a mapping in the shape of one.
    `stages`: the stages that it leads to, by the names that the config has for their APIs. A `Service` whose
    stages share a stack gives several of each API, by their names.
    `refs`: values for `${ref.x}`.
    `tags`: tags of the domain and its certificate.
    """

    domain: DomainConfig | ExistingDomainConfig | DomainPlan | Mapping[str, Any]
    stages: DomainStages = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def plan(self) -> DomainPlan:
        """The plan of the domain. Raises ConfigError with all that is wrong."""
        if isinstance(self.domain, DomainPlan):
            return self.domain
        stages = self.stages.items()
        apis = {name: stage.api.plan for name, stage in stages if isinstance(stage, Stage)}
        config, plan = checked_domain(plain(self.domain), apis=apis, tags=self.tags)
        References(self.refs).require(config.model_dump())
        return plan


class CustomDomain(pulumi.ComponentResource):
    """A custom domain name that leads to stages of APIs; made here, or by another stack.

    What it is made of is deleted in the safe order: a mapping before its domain and its stage, the domain
    before its certificate. Raises `pulumi.RunError` with all that is wrong before anything is registered.

    Type token: `apigw:index:CustomDomain`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
    """

    urls: pulumi.Output[dict[str, list[str]]]
    """Where each API answers: API → URLs without a slash at the end (`wss://…` of WebSocket APIs)."""
    stage_urls: pulumi.Output[dict[str, dict[str, list[str]]]]
    """The same by stage: API, then stage → URLs."""
    dns_records: pulumi.Output[list[DnsRecord]]
    """Records for you to make, where there is no zone: `name`, `type` and `value` of each."""
    has_dns_records: bool
    """Whether there are some."""
    target_domain_name: pulumi.Output[str] | None = None
    """The name that DNS leads to; None for a private domain, and for one that another stack makes."""
    hosted_zone_id: pulumi.Output[str] | None = None
    """The hosted zone of that name, for alias records; None likewise."""

    def __init__(self, name: str, args: CustomDomainArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"CustomDomain {name!r}"):
            self.plan = args.plan()
        refs = References(args.refs)
        super().__init__("apigw:index:CustomDomain", name, {}, opts)
        self.certificate: CertificateParts | None = None
        self.domain: AnyDomainName | None = None
        self.records: dict[str, aws.route53.Record] = {}
        self.access_associations: dict[str, aws.apigateway.DomainNameAccessAssociation] = {}
        if self.plan.own:
            self._create_own(name, self.plan.own, refs)
        self.mappings = create_mappings(
            name,
            self.plan,
            domain_name=self.domain.domain_name if self.domain else self.plan.name,
            domain_id=self._domain_id(refs),
            stages=args.stages,
            parent=self,
        )
        self.routing_rules = create_routing_rules(
            name,
            self.plan,
            domain_name=self.domain.domain_name if self.domain else self.plan.name,
            stages=args.stages,
            refs=refs,
            parent=self,
        )
        self.stage_urls = pulumi.Output.from_input(self._urls(args.stages))  # type: ignore[arg-type]
        self.urls = self.stage_urls.apply(_of_all_stages)
        left = self._left_records()
        self.has_dns_records = bool(left)
        self.dns_records = pulumi.Output.from_input(left)
        outputs: dict[str, Any] = {"urls": self.urls, "dns_records": self.dns_records}
        if self.target_domain_name is not None:
            outputs |= {"target_domain_name": self.target_domain_name, "hosted_zone_id": self.hosted_zone_id}
        self.register_outputs(outputs)

    def _create_own(self, name: str, own: OwnDomainPlan, refs: References) -> None:
        zone_id = self._zone_id(own, refs)
        if own.certificate is None:
            self.certificate = create_certificate(name, self.plan, zone_id=zone_id, refs=refs, parent=self)
            certificate_arn: pulumi.Input[str] = self.certificate.validation.certificate_arn
        else:
            certificate_arn = refs.fill(own.certificate)
        self.domain = create_domain_name(
            name, self.plan, own, certificate_arn=certificate_arn, refs=refs, parent=self
        )
        target = alias_target(self.domain, self.plan.endpoint)
        if target is not None:
            self.target_domain_name, self.hosted_zone_id = target
            if zone_id is not None:
                self.records = self._create_records(name, own, zone_id)
        self.access_associations = self._create_access_associations(name, own, refs)

    def _zone_id(self, own: OwnDomainPlan, refs: References) -> pulumi.Input[str] | None:
        if own.zone is None:
            found: pulumi.Input[str] | None = refs.fill(own.zone_id)
            return found
        opts = pulumi.InvokeOptions(parent=self)
        return aws.route53.get_zone_output(name=own.zone, private_zone=False, opts=opts).zone_id

    def _create_records(
        self, name: str, own: OwnDomainPlan, zone_id: pulumi.Input[str]
    ) -> dict[str, aws.route53.Record]:
        """A, and AAAA where the domain answers over IPv6: else clients would try that in vain."""
        types = ("A", "AAAA") if own.ip_address_type == "dualstack" else ("A",)
        return {
            type_: aws.route53.Record(
                f"{name}.{type_}",
                name=self.plan.name,
                type=type_,
                zone_id=zone_id,
                aliases=[
                    {
                        "name": self.target_domain_name or "",
                        "zone_id": self.hosted_zone_id or "",
                        "evaluate_target_health": False,
                    }
                ],
                opts=pulumi.ResourceOptions(parent=self),
            )
            for type_ in types
        }

    def _create_access_associations(
        self, name: str, own: OwnDomainPlan, refs: References
    ) -> dict[str, aws.apigateway.DomainNameAccessAssociation]:
        """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains-associations.html"""
        assert self.domain is not None, "only a domain that is made here is associated"
        return {
            endpoint: aws.apigateway.DomainNameAccessAssociation(
                f"{name}.{endpoint}",
                domain_name_arn=self.domain.arn,
                access_association_source=refs.fill(endpoint),
                access_association_source_type="VPCE",
                tags=refs.fill(self.plan.tags),
                opts=pulumi.ResourceOptions(parent=self),
            )
            for endpoint in own.vpc_endpoint_ids
        }

    def _domain_id(self, refs: References) -> pulumi.Input[str] | None:
        """What tells a private domain from others of its name."""
        if self.plan.endpoint != "private":
            return None
        if isinstance(self.domain, aws.apigateway.DomainName):
            return self.domain.domain_name_id
        found: pulumi.Input[str] | None = refs.fill(self.plan.domain_id)
        return found

    def _urls(self, stages: DomainStages) -> dict[str, dict[str, list[pulumi.Output[str]]]]:
        """What a program makes of a URL comes after the mapping that makes it answer."""
        urls: dict[str, dict[str, list[pulumi.Output[str]]]] = {}
        for each in self.plan.mappings:
            stage = stage_of(each, stages)
            scheme = "wss" if isinstance(stage.api, WebSocketApi) else "https"
            url = f"{scheme}://{self.plan.name}/{each.base_path}".rstrip("/")
            mapping = self.mappings[mapping_key(each)]
            urls.setdefault(each.api, {}).setdefault(stage.plan.name, []).append(_once(mapping.id, url))
        for rule in self.plan.routing_rules:
            if not rule.headers:
                stage, made = stage_of(rule, stages), self.routing_rules[rule_key(rule, stages)]
                url = f"https://{self.plan.name}/{rule.base_path}"
                urls.setdefault(rule.api, {}).setdefault(stage.plan.name, []).append(_once(made.id, url))
        return urls

    def _left_records(self) -> list[DnsRecord]:
        """What is left to make by hand; said while deploying too, since AWS waits for the first of them."""
        own = self.plan.own
        records: list[DnsRecord] = []
        if self.certificate and self.certificate.record is None:
            parts = self.certificate
            records.append({"name": parts.name, "type": parts.type, "value": parts.value})
        if own and own.zone is None and own.zone_id is None and self.target_domain_name is not None:
            records.append({"name": self.plan.name, "type": "CNAME", "value": self.target_domain_name})
        for record in records:
            pulumi.Output.from_input(record).apply(self._tell)
        return records

    def _tell(self, record: Mapping[str, str]) -> None:
        text = f"{record['name']} {record['type']} {record['value']}"
        pulumi.log.info(f"Make this DNS record for {self.plan.name}: {text}", resource=self)


def _of_all_stages(urls: Mapping[str, Mapping[str, list[str]]]) -> dict[str, list[str]]:
    return {api: [url for own in stages.values() for url in own] for api, stages in urls.items()}


def _once(made: pulumi.Output[str], url: str) -> pulumi.Output[str]:
    return made.apply(lambda _: url)
