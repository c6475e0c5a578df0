"""How REST APIs name what they call of AWS services, and what the role needs for it.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html#apigw-PutIntegration-request-uri
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from .arns import Arn, parse_arn

ACCOUNT: Final = "<account>"
"""Stands in a target for the account of the resource; no path of a URI can hold it otherwise."""

NAME: Final = "<name>"
"""Stands in a target for the name of the resource: that of a queue or a bucket."""


def service_uri(
    service: str, target: str, *, arn: str | None, partition: str, region: str, own_region: str | None = None
) -> str:
    """The URI of an action (`action/PutItem`) or a path (`path/<account>/<name>`) of a service.

    `arn` is the resource's; its region is the service's unless `own_region` says another. `region` is the
    API's, for resources without a region, such as buckets. Raises ValueError where the target needs an ARN
    that is none.
    """
    resource = _parsed(arn, required=ACCOUNT in target or NAME in target)
    if resource:
        # Of an object's ARN the bucket alone counts: the object stands in the target.
        name = resource.resource.partition("/")[0]
        target = target.replace(ACCOUNT, resource.account).replace(NAME, name)
    called = own_region or (resource and resource.region) or region
    return f"arn:{partition}:apigateway:{called}:{service}:{target}"


def iam_resources(actions: Collection[str], arns: Iterable[str]) -> list[str]:
    """What a role is allowed the actions on: the resources, but of a state machine to stop its executions.

    Raises ValueError for an ARN that is none.
    """
    if "states:StopExecution" in actions:
        return [arn if arn == "*" else executions_arn(arn) for arn in arns]
    return list(arns)


def executions_arn(state_machine_arn: str) -> str:
    """The ARN of every execution of a state machine; that of executions stays as it is.

    https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html
    """
    machine = parse_arn(state_machine_arn)
    kind, _, name = machine.resource.partition(":")
    if kind != "stateMachine":
        return state_machine_arn
    return str(
        Arn(machine.partition, machine.service, machine.region, machine.account, f"execution:{name}:*")
    )


def _parsed(arn: str | None, *, required: bool) -> Arn | None:
    """A resource of the `aws` integration may have wildcards, so that it is no whole ARN."""
    try:
        return parse_arn(arn or "")
    except ValueError:
        if required:
            raise
        return None
