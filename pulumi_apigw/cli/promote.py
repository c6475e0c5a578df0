"""`apigw promote`: let one stage have what another runs, and record it in the config."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulumi_apigw.promotion import FunctionChange, Promotion, find_deployed, git, plan_promotion

from .console import print_json, print_rich
from .files import config_file, file_option
from .promotion_text import (
    PENDING,
    Row,
    agreed,
    change_table,
    check_option,
    commit_commands,
    difference_table,
    gate_lines,
    json_option,
    next_steps,
    outputs_option,
    report,
    up_command,
    variable_rows,
    yes_option,
)
from .stack_update import update

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@file_option
@outputs_option
@click.option("--allow-breaking", is_flag=True, help="Promote also what breaks callers of the stage.")
@check_option
@json_option
@yes_option
@click.option("--up", is_flag=True, help="Deploy the stage then: a preview, a question, an update.")
@click.pass_context
def command(
    ctx: click.Context,
    source: str,
    target: str,
    file: Path | None,
    outputs: tuple[str, ...],
    allow_breaking: bool,
    check: bool,
    as_json: bool,
    yes: bool,
    up: bool,
) -> None:
    """Let the stage TO have what the stage FROM runs: its release and its promotable variables.

    What changes is shown first: routes, authorizers, limits, code, variables. It is refused where the two
    would not run the same thing: FROM is not deployed, the files here are not what it runs, a variable is
    missing, callers would break. Then api.yaml is changed (comments and layout stay): TO is pinned to the
    release, takes the values of variables with 'promote: true', and says in 'promoted' what it had before.
    What belongs to a stage (tables, domains, throttles) stays. AWS is not touched: `pulumi up` deploys it.

    What runs is told by the stacks, which Pulumi is asked for, or by files, which need no Pulumi here.

    \b
    Examples:
      apigw promote dev prod --check
      apigw promote dev prod
      apigw promote dev prod --yes --up
      apigw promote dev prod --outputs dev.json --outputs prod.json --yes

    \b
    JSON: {"source", "target", "state": "pending", "nothing" or "refused", "old_release", "release",
      "variables": [{"name", "old", "new"}], "functions": [{"name", "old_sha256", "new_sha256",
      "old_version", "new_version"}], "differences": {"changes": [{"kind", "where", "what", "breaking",
      "why", "warning", "rule"}], "breaking"} or null, "gates": [{"name", "passed", "text", "fix"}], "record",
      "written": true or false, "next": ["git commit …", …]}

    Exit codes: 0 done, or nothing to do; 2 changes that were not made (--check, or no answer); 1 refused.
    """
    path = config_file(file)
    deployed = find_deployed((source, target), files=outputs, folder=path.parent)
    promotion = plan_promotion(
        path, source, target, deployed=deployed, allow_breaking=allow_breaking, report=report
    )
    if not as_json:
        print_rich(*_text(promotion))
    written = promotion.state == "pending" and not check and agreed(f"Promote {source} to {target}?", yes=yes)
    if written:
        promotion.write()
    commands = _commands(promotion, written=written, up=up)
    if as_json:
        print_json({**promotion.to_data(), "written": written, "next": commands})
    if promotion.state == "refused":
        click.echo(f"Refused: {source} is not promoted to {target}.", err=True)
        ctx.exit(1)
    if promotion.state == "pending" and not written:
        ctx.exit(PENDING)
    next_steps(commands, said=_said(promotion, written=written), as_json=as_json)
    if up and not check and not update(path.parent, target, release=promotion.release, yes=yes):
        ctx.exit(PENDING)


def _commands(promotion: Promotion, *, written: bool, up: bool) -> list[str]:
    """What the user does next: commit it, and deploy it where --up does not."""
    if promotion.state == "refused" or (promotion.state == "pending" and not written):
        return []
    message = f"Promote {promotion.source} to {promotion.target}"
    # A promotion that was killed after it had written leaves its commit to the next one.
    changed = written or git.is_changed(promotion.path, promotion.target)
    commit = commit_commands(message, promotion.path) if changed else []
    return commit if up else [*commit, up_command(promotion.target, promotion.path.parent)]


def _said(promotion: Promotion, *, written: bool) -> str:
    if written:
        return f"{promotion.path}: {promotion.target} has the release {promotion.release} now."
    return f"Nothing to promote: {promotion.path} gives {promotion.target} what {promotion.source} runs."


def _text(promotion: Promotion) -> Iterator[RenderableType]:
    rows = list(_rows(promotion))
    if rows:
        yield change_table(promotion.target, rows)
        yield ""
    differences = promotion.differences
    if differences is not None and differences.changes:
        yield difference_table(differences)
        yield ""
    yield from gate_lines(promotion.gates)
    yield ""


def _rows(promotion: Promotion) -> Iterator[Row]:
    if promotion.release is not None and promotion.release != promotion.old_release:
        yield "release", promotion.old_release or "", promotion.release
    for function in promotion.functions:
        if function.old_sha256 != function.new_sha256:
            yield _function(function, promotion.source)
    yield from variable_rows(promotion.variables)


def _function(function: FunctionChange, source: str) -> Row:
    old = _code(function.old_sha256, function.old_version)
    new = _code(function.new_sha256, function.new_version, f" in {source}")
    return f"function {function.name}", old, new


def _code(sha256: str | None, version: str | None, place: str = "") -> str:
    if sha256 is None:
        return "(none)"
    return f"{sha256[:12]} (version {version}{place})" if version else sha256[:12]
