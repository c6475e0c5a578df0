"""A whole service: functions, APIs and stages of one config, as one stack deploys them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import get_root_resource

from ..artifacts import Artifact
from ..config import load_config
from ..plan.model import AnyApiPlan, ExistingFunctionPlan, FunctionPlan
from ..releases import Release
from ..releases.packing import package_function
from .access_log_role import AccessLogRole, AccessLogRoleArgs, OwnedRole, find_owned_role
from .checked import told_by_pulumi
from .function import Function, FunctionArgs
from .http_api import HttpApi
from .observability import Observability, ObservabilityArgs
from .references import References
from .rest_api import RestApi
from .service_apis import connections_of, create_apis
from .service_args import ServiceArgs, require_no_stage, stack_patch
from .service_deployments import StackDeployments
from .service_domains import create_domains, dns_records_of, domain_urls_of
from .service_plan import as_run
from .service_release import deployed_data, find_runs
from .service_versions import StackVersions
from .stage import Stage, StageArgs
from .targets import AnyFunction, Target, targets_of
from .websocket_api import WebSocketApi

__all__ = ["Service", "ServiceArgs"]


class Service(pulumi.ComponentResource):
    """Everything that a service's config describes: for one stage, or for all where they share a stack.

    Type token: `apigw:index:Service`. Children: a `Function` a function, an `HttpApi`, `RestApi` or
    `WebSocketApi` an API, a `Stage` a stage of it, a `CustomDomain` a domain, and an `AccessLogRole` where
    the config makes one; `functions` (name → `Function`), `apis` (name → API), `stages` (API → stage →
    `Stage`), `domains` (domain name → `CustomDomain`), `observabilities` (stage → `Observability`) and
    `access_log_role` hold them. Raises `pulumi.RunError` with every problem of the config, with a zip that
    cannot be built, or where a stage is pinned to what it cannot run, before anything is registered.
    """

    release: Release
    """What the files give."""
    releases: Mapping[str, Release]
    """Stage → what it runs. The output `release`, of stages that share a stack `releases` by stage, has it
    with the versions of its functions."""
    urls: pulumi.Output[dict[str, dict[str, str]]]
    """Where routes answer: API, then stage → URL without a slash at the end (`wss://…` of WebSocket APIs).

    With `disable_execute_api_endpoint` they answer nobody, and only a custom domain leads to the routes.
    """
    api_ids: pulumi.Output[dict[str, str]]
    """API → id."""
    execution_arns: pulumi.Output[dict[str, str]]
    """API → ARN that policies name, without a stage."""
    api_keys: pulumi.Output[dict[str, dict[str, str]]]
    """API, then API key → its value; a secret, and empty without APIs that have keys."""
    connections_urls: pulumi.Output[dict[str, dict[str, str]]]
    """WebSocket API, then stage → endpoint of `@connections`; empty without WebSocket APIs."""
    domain_urls: pulumi.Output[dict[str, dict[str, list[str]]]]
    """API, then stage → URLs at custom domains; empty without domains."""
    dns_records: pulumi.Output[list[dict[str, Any]]]
    """Records of domains without a zone, for you to make: `name`, `type` and `value` of each."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"Service {name!r}"):
            own = args.examine()
            self.plan = args.plan(own)
            existing = self._existing(args)
            artifacts = self._package(Path(args.folder))
            self.runs = find_runs(own, self.plan, artifacts, Path(args.folder))
            self._versions, self._deployments = StackVersions(self.runs), StackDeployments(self.runs)
            self.plan = as_run(self.plan, self.runs, self._versions)
            References(args.refs).require(self._deployments.resources())
            log_role = find_owned_role(opts=opts) if self.plan.access_log_role == "create" else None
        super().__init__("apigw:index:Service", name, {}, opts)
        self.release = self.runs.tree
        self.releases = {stage: self.runs.release(stage) for stage in self.plan.stages}
        self.apis = create_apis(
            name,
            self.plan.apis.values(),
            create_functions=lambda apis: existing | self._create_functions(name, apis, artifacts, args),
            deployments=self._deployments.of,
            refs=args.refs,
            parent=self,
        )
        self.access_log_role = self._create_access_log_role(name, log_role, args)
        self.stages = {api: self._create_stages(name, plan, args) for api, plan in self.plan.apis.items()}
        self.domains = create_domains(name, self.plan, stages=self.stages, refs=args.refs, parent=self)
        watched = self.plan.observability
        self.observabilities = {stage: self._create_observability(name, stage, args) for stage in watched}
        self._register()

    @classmethod
    def from_file(
        cls,
        path: str | Path = "api.yaml",
        *,
        name: str | None = None,
        stage: str | None = None,
        functions: Mapping[str, AnyFunction] | None = None,
        refs: Mapping[str, pulumi.Input[Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> Service:
        """The service that a file describes; `name` is the component's (default: the service's own).

        `stage` is the stage to deploy (default: the one with the Pulumi stack's name), and left out where all
        stages share the stack, which may have any name then. Raises `pulumi.RunError` with every problem of
        the file, each with its line.
        """
        with told_by_pulumi():
            stack = pulumi.get_stack()
            # The stack's config as the engine has it, also where the stack has another name than the stage.
            file = load_config(path, stage or stack, stack=stack, stack_patch=stack_patch() or {})
            require_no_stage(stage, shared=file.is_shared)
            own = next(iter(file.examination.stages)) if file.is_shared else stage or stack
        args = ServiceArgs(
            config=file, stage=stage, functions=functions or {}, refs=refs or {}, folder=file.folder
        )
        return cls(name or file.stage(own).service, args, opts)

    def export(self) -> None:
        """Export what scripts read: `urls`, `api_ids`, `execution_arns`, `functions`, and the `release`
        (`releases` by stage where stages share the stack).

        Where there are API keys, their values are exported too, as the secret `api_keys`; where there are
        WebSocket APIs, `connections_urls`; where there are custom domains, `domain_urls`, and `dns_records`
        where some are left for you to make. What the program exports already by such a name is lost, which a
        warning tells: of several services in one program, export one.
        """
        outputs = self._outputs()
        if lost := sorted(outputs.keys() & getattr(get_root_resource(), "outputs", {}).keys()):
            names = ", ".join(map(repr, lost))
            fact = f"the program exports {names} already, and this service exports them anew"
            fix = "Export one service, and of others what you need: pulumi.export('web_urls', web.urls)"
            pulumi.log.warn(f"{fact}. {fix}.", resource=self)
        for output, value in outputs.items():
            pulumi.export(output, value)

    def _existing(self, args: ServiceArgs) -> dict[str, Target]:
        """Functions that are not made here: by ARN, and those that the program passes."""
        refs = References(args.refs)
        existing = {
            name: args.functions[name] if plan.arn is None else refs.fill(plan.arn)
            for name, plan in self.plan.functions.items()
            if isinstance(plan, ExistingFunctionPlan)
        }
        return targets_of(existing, refs)

    def _package(self, folder: Path) -> dict[str, Artifact]:
        plans = self.plan.functions.items()
        return {
            name: package_function(each, folder) for name, each in plans if isinstance(each, FunctionPlan)
        }

    def _create_functions(
        self, name: str, apis: Sequence[WebSocketApi], artifacts: Mapping[str, Artifact], args: ServiceArgs
    ) -> dict[str, Target]:
        """The functions, which know of the WebSocket APIs that they push to."""
        self.functions = {
            function: Function(
                f"{name}-{function}",
                FunctionArgs(
                    function=plan,
                    artifact=artifacts[function],
                    refs=args.refs,
                    connections=connections_of(function, apis, is_shared=self.plan.is_shared),
                    versions=self._versions.of(plan, self.plan.apis),
                    code=self._versions.code(function),
                ),
                pulumi.ResourceOptions(parent=self),
            )
            for function, plan in self.plan.functions.items()
            if isinstance(plan, FunctionPlan)
        }
        return targets_of(self.functions)

    def _create_access_log_role(
        self, name: str, found: OwnedRole | None, args: ServiceArgs
    ) -> AccessLogRole | None:
        if found is None:
            return None
        return AccessLogRole(
            f"{name}-access-log-role",
            AccessLogRoleArgs(refs=args.refs, tags=self.plan.tags, found=found),
            pulumi.ResourceOptions(parent=self),
        )

    def _create_stages(self, name: str, plan: AnyApiPlan, args: ServiceArgs) -> dict[str, Stage]:
        return {
            stage.name: Stage(
                f"{name}-{plan.name}.{stage.name}",
                StageArgs(
                    api=self.apis[plan.name],
                    stage=stage,
                    refs=args.refs,
                    access_log_role=self.access_log_role,
                    deployment=self._deployments.served(stage.name, plan.name),
                    canary_deployment=self._deployments.served_by_canary(stage.name, plan.name),
                ),
                pulumi.ResourceOptions(parent=self),
            )
            for stage in plan.stages
        }

    def _create_observability(self, name: str, stage: str, args: ServiceArgs) -> Observability:
        return Observability(
            f"{name}-observability.{stage}" if self.plan.is_shared else f"{name}-observability",
            ObservabilityArgs(
                observability=self.plan.observability[stage],
                stages={api: stages[stage] for api, stages in self.stages.items() if stage in stages},
                functions=self.functions,
                refs=args.refs,
            ),
            pulumi.ResourceOptions(parent=self),
        )

    def _register(self) -> None:
        urls = {api: {name: each.url for name, each in stages.items()} for api, stages in self.stages.items()}
        self.urls = _output(urls)
        self.api_ids = _output({api: each.api_id for api, each in self.apis.items()})
        self.execution_arns = _output({api: each.execution_arn for api, each in self.apis.items()})
        keys = {api: each.api_key_values for api, each in self._keyed().items()}
        self.api_keys = pulumi.Output.secret(_output(keys))
        self.connections_urls = _output(self._endpoints())
        self.domain_urls = domain_urls_of(self.domains.values())
        self.dns_records = dns_records_of(self.domains.values())
        self.register_outputs(self._outputs())

    def _outputs(self) -> dict[str, Any]:
        functions = {
            name: {"name": each.name, "arn": each.arn, "version": each.version}
            for name, each in self.functions.items()
        }
        left = any(each.has_dns_records for each in self.domains.values())
        return {
            "urls": self.urls,
            "api_ids": self.api_ids,
            "execution_arns": self.execution_arns,
            "functions": functions,
            **self._released(),
            **({"api_keys": self.api_keys} if self._keyed() else {}),
            **({"connections_urls": self.connections_urls} if self._endpoints() else {}),
            **({"domain_urls": self.domain_urls} if self.domains else {}),
            **({"dns_records": self.dns_records} if left else {}),
        }

    def _released(self) -> dict[str, Any]:
        data = {
            stage: deployed_data(self._deployments, stage, functions=self.functions, apis=self.apis)
            for stage in self.plan.stages
        }
        return {"releases": data} if self.plan.is_shared else {"release": data[self.plan.stages[0]]}

    def _keyed(self) -> dict[str, RestApi | WebSocketApi]:
        """The APIs that have keys."""
        apis = self.apis.items()
        return {name: api for name, api in apis if not isinstance(api, HttpApi) and api.api_keys}

    def _endpoints(self) -> dict[str, dict[str, pulumi.Output[str]]]:
        """Endpoints of `@connections`, by API and stage."""
        return {
            api: {name: each.connections_url for name, each in stages.items() if each.connections_url}
            for api, stages in self.stages.items()
            if isinstance(self.apis[api], WebSocketApi)
        }


def _output(values: Mapping[str, Any]) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(dict(values))
