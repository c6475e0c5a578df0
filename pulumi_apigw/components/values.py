"""What the parts of a REST or WebSocket API need that only a deployment knows, as Pulumi outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..aws.service_uris import iam_resources, service_uri
from ..plan.model import TargetPlan
from ..plan.rest.model import AwsIntegrationPlan, RestApiPlan
from ..plan.websocket.model import WebSocketApiPlan
from .api_deployments import ApiDeployments
from .checked import told
from .policies import statement
from .references import References
from .service_role import create_role
from .targets import Target

__all__ = ["DeployedValues"]


class DeployedValues:
    """The `openapi.values.Values` of one API.

    The roles by which AWS services are called are made with it, as children of `parent`; so are those of
    calls that `deployments` of what the API held before make. What many routes call is one output.
    """

    def __init__(
        self,
        name: str,
        plan: RestApiPlan | WebSocketApiPlan,
        *,
        targets: Mapping[str, Target],
        vpc_links: Mapping[str, pulumi.Input[str]],
        refs: References,
        parent: pulumi.Resource,
        deployments: ApiDeployments | None = None,
    ) -> None:
        self._targets, self._vpc_links, self._refs, self._parent = targets, vpc_links, refs, parent
        self._function_uris: dict[tuple[TargetPlan, bool], pulumi.Output[str]] = {}
        called: dict[str, list[AwsIntegrationPlan]] = {}
        kept = deployments.services if deployments else ()
        for each in (*plan.services, *(each for each in kept if isinstance(each, AwsIntegrationPlan))):
            called.setdefault(each.name, []).append(each)
        self._roles = {key: self._create_role(f"{name}.{key}", same, plan) for key, same in called.items()}
        self._place = self._create_place() if plan.services else None

    def fill(self, data: Any) -> Any:
        """`data` with its `${ref.x}` put in."""
        return self._refs.fill(data)

    def function_uri(self, target: TargetPlan, *, stream: bool = False) -> pulumi.Output[str]:
        """The URI by which a function is called, by integrations and by authorizers."""
        key = (target, stream)
        if key not in self._function_uris:
            self._function_uris[key] = self._targets[target.function].invoke_uri(target, stream=stream)
        return self._function_uris[key]

    def service_uri(self, integration: AwsIntegrationPlan) -> pulumi.Output[str]:
        """The URI of an AWS service's action or path."""
        assert self._place is not None, "an API that calls a service has a place"
        first = self._refs.fill(integration.resources[0]) if integration.resources else None
        target = self._refs.fill(integration.target)
        return pulumi.Output.all(first, target, *self._place).apply(
            lambda found: told(_service_uri)(integration, *found)
        )

    def role_arn(self, integration: AwsIntegrationPlan) -> pulumi.Output[str]:
        """ARN of the role by which an AWS service is called."""
        return self._roles[integration.name]

    def vpc_link_id(self, name: str) -> pulumi.Input[str]:
        """Id of a VPC link of the API, by its name."""
        return self._vpc_links[name]

    def _create_role(
        self, name: str, called: Sequence[AwsIntegrationPlan], plan: RestApiPlan | WebSocketApiPlan
    ) -> pulumi.Output[str]:
        allowed = dict.fromkeys((each.actions, each.resources) for each in called)
        return create_role(
            name,
            policy_name=called[0].name.partition(" ")[0],
            statements=[self._statement(actions, resources) for actions, resources in allowed],
            refs=self._refs,
            parent=self._parent,
            tags=plan.tags,
        )

    def _statement(self, actions: Sequence[str], resources: Sequence[str]) -> dict[str, Any]:
        def allowed(arn: str) -> str:
            return iam_resources(actions, [arn])[0]

        found = [pulumi.Output.from_input(self._refs.fill(each)).apply(told(allowed)) for each in resources]
        return statement(actions, found)

    def _create_place(self) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
        """The partition and the region that the API is in, by the component's own provider."""
        opts = pulumi.InvokeOptions(parent=self._parent)
        partition = aws.get_partition_output(opts=opts)
        return partition.partition, aws.get_region_output(opts=opts).region


def _service_uri(
    integration: AwsIntegrationPlan, arn: str | None, target: str, partition: str, region: str
) -> str:
    return service_uri(
        integration.service,
        target,
        arn=arn,
        partition=partition,
        region=region,
        own_region=integration.region,
    )
