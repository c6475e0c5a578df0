"""A REST API: one definition, deployed as a whole, with the permissions and roles that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.rest import RestApiConfig
from ..errors import ConfigError, Problem
from ..openapi.body import rest_body
from ..openapi.size import import_problem
from ..plan.rest.api import plan_rest_api
from ..plan.rest.model import RestApiPlan
from ..plan.single import checked_rest_api
from .api_deployments import ApiDeployments
from .api_keys import create_api_keys
from .checked import plain, told_by_pulumi
from .deployment import create_deployment, create_deployments, fingerprint
from .json_text import json_text
from .permissions import create_permissions
from .references import References
from .resource_policy import policy_argument, require_no_policy, unabbreviated
from .targets import AnyFunction, Target, targets_of
from .values import DeployedValues
from .vpc_links import create_vpc_links

__all__ = ["RestApi", "RestApiArgs"]

# The provider's word for none: https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/restapi/
_NO_COMPRESSION = "-1"


@dataclass(kw_only=True)
class RestApiArgs:
    """What a `RestApi` is made of.

    `api`: a `RestApiConfig`, or a mapping in its shape (see `apigw schema`).
    `functions`: functions by the names that `api` uses; a `Function` that has aliases is called by the one
    that its stage variable names. A `Service` gives its functions the origins of `cors` in their environment
    (`CORS_ALLOW_ORIGINS`); functions that are passed here have to have them.
    `stage_variables`: names of the stage variables that `api` reads (`${stageVariables.x}`), besides those of
    aliases.
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the API's own.
    `deployments`: deployments by what they hold, where stages serve different ones (default: the newest
    alone, which all stages serve).
    """

    api: RestApiConfig | RestApiPlan | Mapping[str, Any]
    functions: Mapping[str, AnyFunction | Target] = field(default_factory=dict)
    stage_variables: Sequence[str] = ()
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    deployments: ApiDeployments | None = None

    def plan(self, name: str, targets: Mapping[str, Target]) -> RestApiPlan:
        """The plan of the API. Raises ConfigError with all that is wrong."""
        if isinstance(self.api, RestApiPlan):
            return self.api
        config = checked_rest_api(plain(self.api), functions=targets, stage_variables=self.stage_variables)
        References(self.refs).require(config.model_dump())
        plan = plan_rest_api(
            name,
            config,
            api_name=f"{name}-{pulumi.get_stack()}",
            targets={each: target.plan for each, target in targets.items()},
            tags={**self.tags, **config.tags},
        )
        # A service looks at the plans that it gives, before it registers its functions.
        if message := import_problem(plan):
            raise ConfigError([Problem("", message)])
        return plan


class RestApi(pulumi.ComponentResource):
    """A REST API with everything but its stages, which are `Stage`s of their own.

    However many routes it has, it is one resource with an OpenAPI body. Children besides: VPC links, a role
    for each call of an AWS service, one permission a function and alias, API keys, and the deployment that
    stages serve, which is made anew when anything that is sent to AWS changes. Their names begin with the
    component's and a dot. Raises `pulumi.RunError` with all that is wrong before anything is registered.

    Type token: `apigw:index:RestApi`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
    """

    api_id: pulumi.Output[str]
    """The API's id."""
    execution_arn: pulumi.Output[str]
    """ARN that policies and permissions name, without a stage."""
    deployment_id: pulumi.Output[str]
    """Id of the newest deployment."""
    api_key_values: pulumi.Output[dict[str, str]]
    """API key → its value; a secret."""
    trigger: pulumi.Output[str]
    """SHA-256 of what was sent to AWS, by which the newest deployment is made anew."""

    def __init__(self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"RestApi {name!r}"):
            targets = targets_of(args.functions, References(args.refs))
            self.plan = args.plan(name, targets)
        refs = References(args.refs)
        super().__init__("apigw:index:RestApi", name, {}, opts)
        self.vpc_links = create_vpc_links(name, self.plan, args.deployments, refs=refs, parent=self)
        self.policy = refs.fill(unabbreviated(self.plan.policy, self))
        self.body = self._write_body(name, targets, refs, args.deployments)
        self.api = self._create_api(name, refs)
        self.permissions = create_permissions(
            name, self.plan.permissions, targets=targets, execution_arn=self.api.execution_arn, parent=self
        )
        self.documentation = self._create_documentation(name, refs)
        self.api_keys = create_api_keys(name, self.plan, refs=refs, parent=self)
        self.trigger = self._fingerprint(refs)
        self.deployments = self._create_deployments(name, args.deployments)
        self.deployment = self.deployments[args.deployments.newest if args.deployments else ""]
        self.api_id, self.execution_arn = self.api.id, self.api.execution_arn
        self.deployment_id = self.deployment.id
        values: Any = {key: each.value for key, each in self.api_keys.items()}
        self.api_key_values = pulumi.Output.secret(pulumi.Output.from_input(values))
        self.register_outputs(
            {
                "api_id": self.api_id,
                "execution_arn": self.execution_arn,
                "deployment_id": self.deployment_id,
                "api_key_values": self.api_key_values,
            }
        )

    def _write_body(
        self,
        name: str,
        targets: Mapping[str, Target],
        refs: References,
        deployments: ApiDeployments | None,
    ) -> pulumi.Output[str]:
        """The OpenAPI document, with its keys in order: what has not changed is the same text again."""
        values = DeployedValues(
            name,
            self.plan,
            targets=targets,
            vpc_links=self.vpc_links,
            refs=refs,
            parent=self,
            deployments=deployments,
        )
        body = rest_body(replace(self.plan, policy=self.policy), values)
        return json_text(body)

    def _create_api(self, name: str, refs: References) -> aws.apigateway.RestApi:
        """The API by its body, and every setting of the body once more.

        After the import of a body the provider puts back each setting that it knows of and that the body
        changed, so that without these the old value would return.
        https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigateway/rest_api.go
        """
        settings = self.plan.settings
        size = settings.minimum_compression_bytes
        return aws.apigateway.RestApi(
            name,
            name=self.plan.api_name,
            description=refs.fill(settings.description),
            body=self.body,
            policy=policy_argument(self.policy),
            api_key_source=settings.api_key_source,
            binary_media_types=refs.fill(settings.binary_media_types),
            minimum_compression_size=_NO_COMPRESSION if size is None else str(size),
            disable_execute_api_endpoint=settings.disable_execute_api_endpoint,
            endpoint_configuration=self._endpoint(refs),
            security_policy=settings.security_policy,
            endpoint_access_mode=settings.endpoint_access_mode,
            tags=refs.fill(self.plan.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _endpoint(self, refs: References) -> aws.apigateway.RestApiEndpointConfigurationArgsDict:
        settings = self.plan.settings
        endpoint: aws.apigateway.RestApiEndpointConfigurationArgsDict = {"types": settings.endpoint.upper()}
        # The provider takes neither an empty list nor a missing type for none: what is left out stays.
        if settings.vpc_endpoint_ids:
            endpoint["vpc_endpoint_ids"] = refs.fill(settings.vpc_endpoint_ids)
        if settings.ip_address_type:
            endpoint["ip_address_type"] = settings.ip_address_type
        return endpoint

    def _create_documentation(
        self, name: str, refs: References
    ) -> aws.apigateway.DocumentationVersion | None:
        version = self.plan.settings.documentation_version
        if version is None:
            return None
        return aws.apigateway.DocumentationVersion(
            f"{name}.documentation",
            rest_api_id=self.api.id,
            version=refs.fill(version),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _fingerprint(self, refs: References) -> pulumi.Output[str]:
        checked = [] if self.plan.policy else [require_no_policy(self.api)]
        return fingerprint(self.plan, self.body, checked, refs)

    def _create_deployments(
        self, name: str, deployments: ApiDeployments | None
    ) -> dict[str, aws.apigateway.Deployment]:
        """Deployments by the digest of what they hold; where nothing is said of that, one by the empty text.

        A stage that goes live before the permissions are there answers 500.
        """
        after: list[pulumi.Resource] = [*self.permissions, *self.api_keys.values()]
        if self.documentation:
            after.append(self.documentation)
        if deployments:
            return create_deployments(
                name,
                self.plan,
                self.api,
                deployments=deployments,
                trigger=self.trigger,
                after=after,
                parent=self,
            )
        opts = pulumi.ResourceOptions(parent=self, depends_on=after)
        return {"": create_deployment(name, self.plan, self.api, trigger=self.trigger, opts=opts)}
