"""A whole service: functions, APIs and stages of one config, as one stack deploys them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi

from ..artifacts import Artifact
from ..config import ServiceConfig, load_config, resolve
from ..config.base import shown
from ..config.loader import PATCH_KEY, ConfigFile
from ..config.resolve import stack_patch_path
from ..errors import ConfigError, Problem
from ..openapi.size import require_importable
from ..plan import ServicePlan, plan_service
from ..plan.model import AnyApiPlan, ExistingFunctionPlan, FunctionPlan
from ..source import SourceMap, did_you_mean, format_path
from .access_log_role import AccessLogRole, AccessLogRoleArgs
from .checked import plain, told_by_pulumi
from .function import Function, FunctionArgs, package_function
from .http_api import HttpApi
from .references import References
from .rest_api import RestApi
from .service_apis import connections_of, create_apis
from .stage import Stage, StageArgs
from .targets import AnyFunction, Target, targets_of
from .websocket_api import WebSocketApi

__all__ = ["Service", "ServiceArgs"]


@dataclass(kw_only=True)
class ServiceArgs:
    """What a `Service` is made of.

    `config`: a `ServiceConfig`, or a mapping in its shape; `Service.from_file` reads it from a file. What the
    stack's own config has under `apigw:patch` is merged into it (RFC 7396).
    `stage`: the stage to deploy (default: the one with the Pulumi stack's name).
    `functions`: functions that the config declares with `provided: true`.
    `refs`: values for `${ref.x}`.
    `folder`: folder that paths in the config start from, and below which zips are kept (default: the
    program's).
    """

    config: ServiceConfig | ConfigFile | Mapping[str, Any]
    stage: str | None = None
    functions: Mapping[str, AnyFunction] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    folder: str | Path = "."

    def plan(self) -> ServicePlan:
        """The plan of the service. Raises ConfigError with all that is wrong."""
        stage = self.stage or pulumi.get_stack()
        config, sources = self._resolved(stage)
        plan = plan_service(config, stage, Path(self.folder))
        require_importable(plan.apis.values(), sources)
        _check_provided(plan, self.functions, sources)
        References(self.refs).require(_deployed(config, stage), sources)
        return plan

    def _resolved(self, stage: str) -> tuple[ServiceConfig, SourceMap]:
        if not isinstance(self.config, ConfigFile):
            patch = _stack_patch()
            config = resolve(plain(self.config), stage, stack_patch=patch, folder=self.folder)
            return config, SourceMap()
        patches = (stack_patch_path(stage), ("stages", stage, "patch"))
        return self.config.stage(stage), self.config.sources.under(*patches)


class Service(pulumi.ComponentResource):
    """Everything that a service's config describes, for one stage.

    Type token: `apigw:index:Service`. Children: a `Function` a function, an `HttpApi`, `RestApi` or
    `WebSocketApi` an API, a `Stage` a stage of it, and an `AccessLogRole` where the config makes one;
    `functions` (name → `Function`), `apis` (name → API), `stages` (API → stage → `Stage`) and
    `access_log_role` hold them. Raises `pulumi.RunError` with every problem of the config, or with a zip that
    cannot be built, before anything is registered.
    """

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

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"Service {name!r}"):
            self.plan = args.plan()
            existing = self._existing(args)
            artifacts = self._package(Path(args.folder))
        super().__init__("apigw:index:Service", name, {}, opts)
        self.apis = create_apis(
            name,
            self.plan.apis.values(),
            create_functions=lambda apis: existing | self._create_functions(name, apis, artifacts, args),
            refs=args.refs,
            parent=self,
        )
        self.access_log_role = self._create_access_log_role(name, args)
        self.stages = {api: self._create_stages(name, plan, args) for api, plan in self.plan.apis.items()}
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

        Raises `pulumi.RunError` with every problem of the file, each with its line.
        """
        with told_by_pulumi():
            stage = stage or pulumi.get_stack()
            # The stack's config as the engine has it, also where the stack has another name than the stage.
            file = load_config(path, stage, stack_patch=_stack_patch() or {})
        args = ServiceArgs(
            config=file, stage=stage, functions=functions or {}, refs=refs or {}, folder=file.folder
        )
        return cls(name or file.stage(stage).service, args, opts)

    def export(self) -> None:
        """Export what scripts read: `urls`, `api_ids`, `execution_arns`, `functions`.

        Where there are API keys, their values are exported too, as the secret `api_keys`, and where there are
        WebSocket APIs, `connections_urls`.
        """
        for output, value in self._outputs().items():
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
                    connections=connections_of(function, apis),
                ),
                pulumi.ResourceOptions(parent=self),
            )
            for function, plan in self.plan.functions.items()
            if isinstance(plan, FunctionPlan)
        }
        return targets_of(self.functions)

    def _create_access_log_role(self, name: str, args: ServiceArgs) -> AccessLogRole | None:
        if self.plan.access_log_role != "create":
            return None
        return AccessLogRole(
            f"{name}-access-log-role",
            AccessLogRoleArgs(refs=args.refs, tags=self.plan.tags),
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
                ),
                pulumi.ResourceOptions(parent=self),
            )
            for stage in plan.stages
        }

    def _register(self) -> None:
        urls = {api: {name: each.url for name, each in stages.items()} for api, stages in self.stages.items()}
        self.urls = _output(urls)
        self.api_ids = _output({api: each.api_id for api, each in self.apis.items()})
        self.execution_arns = _output({api: each.execution_arn for api, each in self.apis.items()})
        keys = {api: each.api_key_values for api, each in self._keyed().items()}
        self.api_keys = pulumi.Output.secret(_output(keys))
        self.connections_urls = _output(self._endpoints())
        self.register_outputs(self._outputs())

    def _outputs(self) -> dict[str, Any]:
        functions = {
            name: {"name": each.name, "arn": each.arn, "version": each.version}
            for name, each in self.functions.items()
        }
        return {
            "urls": self.urls,
            "api_ids": self.api_ids,
            "execution_arns": self.execution_arns,
            "functions": functions,
            **({"api_keys": self.api_keys} if self._keyed() else {}),
            **({"connections_urls": self.connections_urls} if self._endpoints() else {}),
        }

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


def _stack_patch() -> Mapping[str, Any] | None:
    """What the stack's own config changes."""
    namespace, _, key = PATCH_KEY.partition(":")
    patch = pulumi.Config(namespace).get_object(key)
    if patch is not None and not isinstance(patch, Mapping):
        fact = f"{shown(patch)} is not a mapping"
        raise ConfigError([Problem(PATCH_KEY, f"{fact}. Give a JSON Merge Patch of the service's config.")])
    return patch


def _deployed(config: ServiceConfig, stage: str) -> Mapping[str, Any]:
    """What of a config this stage deploys, as plain data."""
    own = config.stages[stage]
    defaults = {name: each for name, each in config.stage_variables.items() if name not in own.variables}
    return {
        **config.model_dump(exclude={"stages", "stage_variables"}),
        "stage_variables": {name: {"default": each.default} for name, each in defaults.items()},
        "stages": {stage: own.model_dump(exclude={"patch"})},
    }


def _check_provided(plan: ServicePlan, given: Mapping[str, AnyFunction], sources: SourceMap) -> None:
    """What the config leaves to the program is there, and the program passes nothing else."""
    provided = {
        name
        for name, each in plan.functions.items()
        if isinstance(each, ExistingFunctionPlan) and each.arn is None
    }
    problems = [
        Problem(
            format_path(("functions", name)),
            f"the program does not pass it. Pass functions={{{name!r}: …}}.",
            sources.locate(("functions", name)),
        )
        for name in sorted(provided - given.keys())
    ]
    for name in sorted(given.keys() - provided):
        fact = f"the program passes {name!r}, which is not 'provided' in the config"
        problems.append(Problem("functions", f"{fact}. {did_you_mean(name, provided)}"))
    if problems:
        raise ConfigError(problems)
