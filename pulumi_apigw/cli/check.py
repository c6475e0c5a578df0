"""`apigw check`: load a config and tell everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import click

from pulumi_apigw.config import ConfigFile, ServiceConfig, read_config
from pulumi_apigw.config.promotion import LATEST
from pulumi_apigw.errors import ConfigError, Problem

from .console import print_json
from .files import config_file, file_option, stage_option
from .words import count

__all__ = ["command"]


@click.command()
@file_option
@stage_option("Check this stage alone, with its patches. [default: all of them]", default=None)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Fail on advice too.")
@click.pass_context
def command(ctx: click.Context, file: Path | None, stage: str | None, form: str, strict: bool) -> None:
    """Find every mistake in a service's config, each with its line and its fix.

    Nothing is run and AWS is not asked: names, types, limits, references between the parts, and files that
    the config names are checked for every stage. Advice is what works but is rarely meant; it fails with
    --strict alone. A stage that is named with --stage and pinned to a release is refused any other, as
    `pulumi up` refuses it; its functions are packed for that. Of stages that share one stack, all are always
    checked for it, and packed for only where the file of a release is missing.

    \b
    Examples:
      apigw check
      apigw check --stage prod --strict
      apigw check --format json | jq -r '.problems[] | "\\(.file):\\(.line)"'

    \b
    JSON: {"problems": [{"file", "line", "path", "message", "severity"}], "errors": n, "advice": n}

    Exit codes: 0 no errors, 1 errors (or advice, with --strict).
    """
    path = config_file(file)
    read, problems = _read(path, stage)
    errors = sum(problem.severity == "error" for problem in problems)
    advice = len(problems) - errors
    if form == "json":
        print_json({"problems": [_as_json(each) for each in problems], "errors": errors, "advice": advice})
    else:
        _print_text(problems, _summary(path, read, errors, advice))
    if errors or (strict and advice):
        ctx.exit(1)


def _read(path: Path, stage: str | None) -> tuple[ConfigFile | None, Sequence[Problem]]:
    """The config, None where the file is no YAML, and what is wrong with it."""
    try:
        read = read_config(path, stage)
    except ConfigError as error:
        return None, error.problems
    if read.examination.errors:
        return read, read.problems
    asked = read.is_shared or stage
    return read, [*read.problems, *_too_large(read), *(_not_pinned(read, stage) if asked else ())]


def _too_large(read: ConfigFile) -> Iterable[Problem]:
    """What the plan of a stack shows to be larger than AWS takes, once for all stages."""
    stages = {stage: config for stage, config in read.examination.stages.items() if _grows(config, stage)}
    if not stages:
        return ()
    # A tenth of a second, which not every service waits for.
    from pulumi_apigw.openapi.size import import_problems
    from pulumi_apigw.plan.function_sizes import environment_problems

    from .service_plan import plan_file

    found: dict[str, Problem] = {}
    for stage in [None] if read.is_shared else stages:
        plan = plan_file(read, stage)
        problems = environment_problems(plan, read.sources), import_problems(plan.apis.values(), read.sources)
        for problem in chain(*problems):
            found.setdefault(problem.path, problem)
    return found.values()


def _grows(config: ServiceConfig, stage: str) -> bool:
    """Whether the plan adds to what the config says: nothing to HTTP APIs without a domain."""
    return config.stages[stage].domain is not None or any(
        api.protocol != "http" for api in config.apis.values()
    )


def _not_pinned(read: ConfigFile, stage: str | None) -> Iterable[Problem]:
    """What keeps pinned stages from what they are pinned to: of a stack of its own `stage`, else all.

    Not asked of all stages that have stacks of their own: the files move on while prod stays where it is.
    """
    stages = read.examination.stages
    asked = [stages[name].stages[name] for name in ([stage] if stage and not read.is_shared else stages)]
    if all(each.release == LATEST and each.gradual is None for each in asked):
        return ()
    from .pinned import pinned_problems

    return pinned_problems(read, stage or next(iter(stages)))


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.location.file if problem.location else None,
        "line": problem.location.line if problem.location else None,
        "path": problem.path,
        "message": problem.message,
        "severity": problem.severity,
    }


def _print_text(problems: Sequence[Problem], summary: str) -> None:
    for problem in problems:
        click.echo(str(problem) if problem.severity == "error" else f"advice: {problem}")
    click.echo(summary)


def _summary(path: Path, read: ConfigFile | None, errors: int, advice: int) -> str:
    if errors or read is None:
        return f"{count(errors, 'error')}, {advice} advice" if advice else count(errors, "error")
    if advice:
        return f"no errors, {advice} advice"
    stages = read.examination.stages
    keys = {(name, key) for each in stages.values() for name, api in each.apis.items() for key in api.routes}
    return f"{path}: {count(len(keys), 'route')}, {count(len(stages), 'stage')}, no problems"
