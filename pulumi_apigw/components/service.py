"""A whole service: functions, APIs and stages of one config, as one stack deploys them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi

from ..config import ServiceConfig, load_config, resolve
from ..config.loader import PATCH_KEY
from ..errors import ConfigError, Problem
from ..plan import ServicePlan, plan_service
from ..plan.model import ExistingFunctionPlan, FunctionPlan, HttpApiPlan
from ..source import did_you_mean, format_path
from .checked import told_by_pulumi
from .function import Function, FunctionArgs
from .http_api import HttpApi, HttpApiArgs
from .references import References
from .stage import Stage, StageArgs
from .targets import AnyFunction, Target, targets_of

__all__ = ["Service", "ServiceArgs"]


@dataclass(kw_only=True)
class ServiceArgs:
    """What a `Service` is made of.

    `config`: a `ServiceConfig`, or a mapping in its shape; `Service.from_file` reads it from a file.
    `stage`: the stage to deploy (default: the one with the Pulumi stack's name).
    `functions`: functions that the config declares with `provided: true`.
    `refs`: values for `${ref.x}`.
    `folder`: folder that paths in the config start from (default: the program's).
    """

    config: ServiceConfig | Mapping[str, Any]
    stage: str | None = None
    functions: Mapping[str, AnyFunction] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    folder: str | Path = "."


class Service(pulumi.ComponentResource):
    """Everything that a service's config describes, for one stage.

    Type token: `apigw:index:Service`. Children: a `Function` a function, an `HttpApi` an API, a `Stage` a stage of it.
    Raises `pulumi.RunError` with every problem of the config before anything is registered.
    """

    urls: pulumi.Output[dict[str, dict[str, str]]]
    """Where routes answer: API, then stage → URL without a slash at the end."""
    api_ids: pulumi.Output[dict[str, str]]
    """API → id."""
    execution_arns: pulumi.Output[dict[str, str]]
    """API → ARN that policies name, without a stage."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        refs = References(args.refs)
        with told_by_pulumi():
            stage = args.stage or pulumi.get_stack()
            config = resolve(args.config, stage, stack_patch=_stack_patch())
            self.plan = plan_service(config, stage, Path(args.folder))
            _check_provided(self.plan, args.functions)
            refs.require(config.model_dump(exclude={"stages", "stage_variables"}))
        super().__init__("apigw:index:Service", name, {}, opts)
        self.functions = self._create_functions(name, args)
        targets = self._targets(args, refs)
        self.apis = {api: self._create_api(name, plan, targets, args) for api, plan in self.plan.apis.items()}
        self.stages = {api: self._create_stages(name, plan, args) for api, plan in self.plan.apis.items()}
        self._register(name)

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
            file = load_config(path, stage, stack_patch=_stack_patch())
        args = ServiceArgs(
            config=file.data, stage=stage, functions=functions or {}, refs=refs or {}, folder=file.folder
        )
        return cls(name or file.stage(stage).service, args, opts)

    def export(self) -> None:
        """Export what scripts read: `urls`, `api_ids`, `execution_arns`, `functions`."""
        for output, value in self._outputs().items():
            pulumi.export(output, value)

    def _create_functions(self, name: str, args: ServiceArgs) -> dict[str, Function]:
        return {
            function: Function(
                f"{name}-{function}",
                FunctionArgs(function=plan, folder=args.folder, refs=args.refs),
                pulumi.ResourceOptions(parent=self),
            )
            for function, plan in self.plan.functions.items()
            if isinstance(plan, FunctionPlan)
        }

    def _targets(self, args: ServiceArgs, refs: References) -> dict[str, Target]:
        """What the APIs call: functions of the service, functions by ARN, and what the program passes."""
        existing = {
            function: refs.text(plan.arn)
            for function, plan in self.plan.functions.items()
            if isinstance(plan, ExistingFunctionPlan) and plan.arn is not None
        }
        return targets_of({**existing, **args.functions, **self.functions})

    def _create_api(
        self, name: str, plan: HttpApiPlan, targets: Mapping[str, Target], args: ServiceArgs
    ) -> HttpApi:
        return HttpApi(
            f"{name}-{plan.name}",
            HttpApiArgs(api=plan, functions=targets, refs=args.refs),
            pulumi.ResourceOptions(parent=self),
        )

    def _create_stages(self, name: str, plan: HttpApiPlan, args: ServiceArgs) -> dict[str, Stage]:
        return {
            stage.name: Stage(
                f"{name}-{plan.name}-{stage.name}",
                StageArgs(api=self.apis[plan.name], stage=stage, refs=args.refs),
                pulumi.ResourceOptions(parent=self),
            )
            for stage in plan.stages
        }

    def _register(self, name: str) -> None:
        self.urls = pulumi.Output.from_input(
            {api: {stage: each.url for stage, each in stages.items()} for api, stages in self.stages.items()}
        )
        self.api_ids = pulumi.Output.from_input({api: each.api_id for api, each in self.apis.items()})
        self.execution_arns = pulumi.Output.from_input({api: each.execution_arn for api, each in self.apis.items()})
        self.register_outputs(self._outputs())

    def _outputs(self) -> dict[str, Any]:
        functions = {
            name: {"name": each.name, "arn": each.arn, "version": each.version} for name, each in self.functions.items()
        }
        return {
            "urls": self.urls,
            "api_ids": self.api_ids,
            "execution_arns": self.execution_arns,
            "functions": functions,
        }


def _stack_patch() -> Mapping[str, Any] | None:
    """What the stack's own config changes."""
    namespace, _, key = PATCH_KEY.partition(":")
    patch = pulumi.Config(namespace).get_object(key)
    if patch is not None and not isinstance(patch, Mapping):
        raise ConfigError([Problem(PATCH_KEY, f"{patch!r} is not a mapping. Write what it changes in the config.")])
    return patch


def _check_provided(plan: ServicePlan, given: Mapping[str, AnyFunction]) -> None:
    """What the config leaves to the program is there, and the program passes nothing else."""
    provided = {
        name for name, each in plan.functions.items() if isinstance(each, ExistingFunctionPlan) and each.arn is None
    }
    problems = [
        Problem(format_path(("functions", name)), f"the program does not pass it. Pass functions={{{name!r}: …}}.")
        for name in sorted(provided - given.keys())
    ]
    problems += [
        Problem("functions", f"the program passes {name!r}, which is not 'provided' in the config. {did_you_mean(name, provided)}")
        for name in sorted(given.keys() - provided)
    ]
    if problems:
        raise ConfigError(problems)
