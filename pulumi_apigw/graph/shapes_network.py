"""Networks, load balancers and DNS: what they compute."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pulumi_apigw.graph.shape import Shape

__all__ = ["NETWORK_SHAPES"]

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
_EC2_PREFIXES = {
    "eip:Eip": "eipalloc",
    "instance:Instance": "i",
    "internetGateway:InternetGateway": "igw",
    "natGateway:NatGateway": "nat",
    "networkInterface:NetworkInterface": "eni",
    "routeTable:RouteTable": "rtb",
    "routeTableAssociation:RouteTableAssociation": "rtbassoc",
    "securityGroup:SecurityGroup": "sg",
    "subnet:Subnet": "subnet",
    "vpc:Vpc": "vpc",
    "vpcEndpoint:VpcEndpoint": "vpce",
}
_WITHOUT_ARN = {"natGateway", "routeTableAssociation"}
_LOAD_BALANCER_KINDS = {"application": "app", "network": "net", "gateway": "gwy"}


def _ec2(member: str, prefix: str) -> Shape:
    kind = member.partition(":")[0]
    resource = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind)
    return Shape(
        id=f"{prefix}-{{random:h17}}",
        arn="" if kind in _WITHOUT_ARN else f"arn:{{partition}}:ec2:{{region}}:{{account}}:{resource}/{{id}}",
        # Among these only security groups have a name of their own; the others are named by a tag.
        name="name" if prefix == "sg" else "",
    )


def _load_balancer_part(values: Any) -> str:
    kind = _LOAD_BALANCER_KINDS[values["loadBalancerType"] or "application"]
    return f"{kind}/{values['name']}/{values['random']:h16}"


def _balancing(values: Any, resource: str) -> str:
    return "arn:{partition}:elasticloadbalancing:{region}:{account}:".format_map(values) + resource


def _listener_arn(values: Any) -> str:
    balancer = str(values["loadBalancerArn"]).partition("loadbalancer/")[2]
    return _balancing(values, f"listener/{balancer}/{values['random']:h16}")


def _load_balancer_name(values: Any) -> str:
    internal = "internal-" if values.resource.inputs.get("internal") else ""
    return f"{internal}{values['name']}-{values['random']:d10}." + "{region}.elb.{dns}".format_map(values)


def _name_servers(values: Any) -> list[str]:
    number = int(f"{values['random']:d3}")
    return [
        f"ns-{number + 512 * i}.awsdns-{i:02}.{tld}" for i, tld in enumerate(("com", "org", "net", "co.uk"))
    ]


_LOAD_BALANCER = Shape(
    id="{arn}",
    outputs={
        "arn": lambda values: _balancing(values, f"loadbalancer/{_load_balancer_part(values)}"),
        "arnSuffix": _load_balancer_part,
        "dnsName": _load_balancer_name,
        "zoneId": "{random:A14}",
    },
)
_LISTENER = Shape(id="{arn}", name="", outputs={"arn": _listener_arn})
_TARGET_GROUP = Shape(
    id="{arn}",
    arn="arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{random:h16}",
    outputs={"arnSuffix": "targetgroup/{name}/{random:h16}"},
)
_NAMESPACE = Shape(
    id="ns-{random:a16}", arn="arn:{partition}:servicediscovery:{region}:{account}:namespace/{id}"
)

NETWORK_SHAPES = {
    **{f"aws:ec2/{member}": _ec2(member, prefix) for member, prefix in _EC2_PREFIXES.items()},
    **{
        f"aws:{module}/{member}": shape
        for module in ("alb", "lb")
        for member, shape in {
            "listener:Listener": _LISTENER,
            "loadBalancer:LoadBalancer": _LOAD_BALANCER,
            "targetGroup:TargetGroup": _TARGET_GROUP,
        }.items()
    },
    "aws:route53/record:Record": Shape(
        id="{zoneId}_{name}_{type}",
        name="",
        outputs={"fqdn": lambda values: values.resource.inputs.get("name")},
    ),
    "aws:route53/zone:Zone": Shape(
        id="{zoneId}",
        arn="arn:{partition}:route53:::hostedzone/{zoneId}",
        outputs={
            "zoneId": "Z{random:A20}",
            "nameServers": _name_servers,
            "primaryNameServer": lambda values: _name_servers(values)[0],
        },
    ),
    "aws:servicediscovery/httpNamespace:HttpNamespace": _NAMESPACE,
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": replace(
        _NAMESPACE, outputs={"hostedZone": "{random:A14}"}
    ),
    "aws:servicediscovery/service:Service": Shape(
        id="srv-{random:a16}", arn="arn:{partition}:servicediscovery:{region}:{account}:service/{id}"
    ),
}
