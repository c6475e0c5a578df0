"""What stands in an exported document for values that only a deployment knows."""

from __future__ import annotations

from typing import Any

from ..aws.service_uris import ACCOUNT, NAME, service_uri
from ..plan.model import TargetPlan
from ..plan.rest.model import AwsIntegrationPlan

__all__ = ["Placeholders"]


class Placeholders:
    """Names values in the way of `${ref.x}`: `${functions.api.arn}`, `${vpc_links.inside.id}`, `${region}`.

    They are for people to read and for scripts to replace: API Gateway itself refuses them. Its own
    `${stageVariables.x}` stand as they are deployed.
    """

    def fill(self, data: Any) -> Any:
        return data

    def function_uri(self, target: TargetPlan, *, stream: bool = False) -> Any:
        path, action = (
            ("2021-11-15", "response-streaming-invocations") if stream else ("2015-03-31", "invocations")
        )
        arn = f"${{functions.{target.function}.arn}}"
        if target.qualifier is not None:
            arn = f"{arn}:{target.qualifier}"
        return f"arn:${{partition}}:apigateway:${{region}}:lambda:path/{path}/functions/{arn}/{action}"

    def service_uri(self, integration: AwsIntegrationPlan) -> Any:
        target, region = integration.target, integration.region or "${region}"
        try:
            return service_uri(
                integration.service,
                target,
                arn=integration.resources[0] if integration.resources else None,
                partition="${partition}",
                region="${region}",
                own_region=integration.region,
            )
        except ValueError:
            # The resource is a `${ref.x}` itself, so that its parts are not known.
            target = target.replace(ACCOUNT, "${account}").replace(NAME, "${name}")
            return f"arn:${{partition}}:apigateway:{region}:{integration.service}:{target}"

    def role_arn(self, integration: AwsIntegrationPlan) -> Any:
        return self.role_named(integration.name)

    def role_named(self, name: str) -> str:
        """ARN of the role of an integration, by the integration's name."""
        return f'${{roles["{name}"].arn}}'

    def vpc_link_id(self, name: str) -> Any:
        return f"${{vpc_links.{name}.id}}"
