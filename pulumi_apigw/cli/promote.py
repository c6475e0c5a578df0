"""`apigw promote`: let one stage have what another runs, and record it in the config."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from pulumi_apigw.config.promotion import utc_time
from pulumi_apigw.promotion import FunctionChange, Promotion, Share, git, plan_promotion, read_file
from pulumi_apigw.promotion.change import time_text
from pulumi_apigw.releases.files import FOLDER

from .files import config_file, file_option
from .promotion_options import (
    ChangeCommand,
    check_option,
    deployments,
    json_option,
    outputs_option,
    stack_option,
    yes_option,
)
from .promotion_text import (
    PENDING,
    Row,
    change_rows,
    commit_commands,
    difference_table,
    report,
    up_command,
)
from .stack_update import update
from .stage_changing import Wording, carry_out, shown

__all__ = ["command"]


@click.command(cls=ChangeCommand)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@file_option
@outputs_option
@stack_option
@click.option(
    "--percent",
    type=click.FloatRange(0, 100, min_open=True),
    metavar="N",
    help="Let this share of the requests have it, and the others stay; 100 completes it.",
)
@click.option(
    "--until", metavar="TIME", help="When that is to be completed, such as 2026-12-01T12:00:00Z; a reminder."
)
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
    stack: str | None,
    percent: float | None,
    until: str | None,
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

    What runs is told by the stacks, which Pulumi is asked for, or by files, which need no Pulumi here. Where
    one stack runs all stages (topology: shared), the release is written to releases/ID.json too.

    With --percent a share of the requests gets the release first. The same again with another number changes
    the share, 100 completes it, and `apigw rollback TO` ends it.

    \b
    Examples:
      apigw promote dev prod --check
      apigw promote dev prod
      apigw promote dev prod --yes --up
      apigw promote dev prod --percent 10 --until 2026-12-01T12:00:00Z
      apigw promote dev prod --outputs dev.json --outputs prod.json --yes

    \b
    JSON: {"source", "target", "state": "pending", "nothing" or "refused", "old_release", "release",
      "variables": [{"name", "old", "new"}], "functions": [{"name", "old_sha256", "new_sha256",
      "old_version", "new_version"}], "differences": {"changes": [{"kind", "where", "what", "breaking",
      "why", "warning", "rule"}], "breaking"} or null, "share": {"release", "old", "new", "until"} or null,
      "gates": [{"name", "passed", "text", "fix"}], "record", "files": {"written", "removed"},
      "written": true or false, "next": ["git commit …", …]}

    Exit codes: 0 done, or nothing to do; 2 changes that were not made (--check, or no answer); 1 refused,
    or an error, such as an option that there is not.
    """
    share = _share(percent, until)
    written = read_file(config_file(file), stack=stack)
    deployed = deployments(written.file, (source, target), outputs=outputs, stack=stack)
    promotion = plan_promotion(
        written,
        source,
        target,
        deployed=deployed,
        share=share,
        allow_breaking=allow_breaking,
        report=report,
    )
    here = up_command(stack if promotion.is_shared else target, written.file.folder)
    wording = Wording(
        question=f"Promote {source} to {target}?",
        refused=f"Refused: {source} is not promoted to {target}.",
        said=lambda written: _said(promotion, written=written),
        commands=lambda written: [*_commit(promotion, written=written), *([] if up else [here])],
    )
    tables = [difference_table(each) for each in [promotion.differences] if each and each.changes]
    text = shown(target, promotion, _rows(promotion), tables=tables)
    carry_out(ctx, promotion, wording, text, check=check, as_json=as_json, yes=yes)
    if up and not check:
        shared = promotion.is_shared
        release = _runs_then(promotion)
        folder = written.file.folder
        if not update(folder, target, release=release, yes=yes, is_shared=shared, stack=stack):
            ctx.exit(PENDING)


def _share(percent: float | None, until: str | None) -> Share | None:
    if percent is None:
        if until is not None:
            raise click.UsageError("--until is of a share of the requests. Give --percent N too.")
        return None
    if math.isnan(percent):
        raise click.UsageError("--percent: this is no number. Give one such as 10.")
    if until is not None:
        moment = utc_time(until)
        if moment is None or time_text(moment) != until:
            raise click.UsageError(f"--until: {until!r} is no time in UTC such as 2026-12-01T12:00:00Z.")
        if moment < datetime.now(UTC):
            raise click.UsageError(f"--until: {until} is over. Give a time to come.")
        if percent == 100:
            raise click.UsageError("--until: with --percent 100 it is completed at once.")
    return Share(percent, until)


def _commit(promotion: Promotion, *, written: bool) -> list[str]:
    """The commit that the user makes next, also of what a promotion that was killed had written."""
    folder = promotion.path.parent
    if not (
        written or git.is_changed(promotion.path, promotion.target) or git.is_uncommitted(folder / FOLDER)
    ):
        return []
    return commit_commands(f"Promote {promotion.source} to {promotion.target}", promotion)


def _said(promotion: Promotion, *, written: bool) -> str:
    path, target, release = promotion.path, promotion.target, promotion.release
    share = promotion.share if promotion.share and promotion.share.new != 100 else None
    if share and not promotion.changes:
        return f"Nothing to change: {path} gives {share.new:g}% of the requests of {target} that release."
    if not promotion.changes:
        mended = " Release files are put right." if written else ""
        return f"Nothing to promote: {path} gives {target} what {promotion.source} runs.{mended}"
    if share:
        return f"{path}: {share.new:g}% of the requests of {target} have the release {release} now."
    return f"{path}: {target} has the release {release} now."


def _runs_then(promotion: Promotion) -> str | None:
    """The release that the target exports once it is deployed: with a share, that of the other requests."""
    if promotion.share is None or promotion.share.new == 100:
        return promotion.release
    pinned = promotion.changes.get(("stages", promotion.target, "release"))
    return str(pinned) if pinned else promotion.old_release


def _rows(promotion: Promotion) -> Iterator[Row]:
    functions = promotion.functions
    return change_rows(
        promotion, (_function(each, promotion) for each in functions if _is_other(each, promotion))
    )


def _is_other(function: FunctionChange, promotion: Promotion) -> bool:
    """Whether it changes: its code, or in one stack its version, which other settings give too."""
    if function.old_sha256 != function.new_sha256:
        return True
    return promotion.is_shared and function.old_version != function.new_version


def _function(function: FunctionChange, promotion: Promotion) -> Row:
    place = "" if promotion.is_shared else f" in {promotion.source}"
    old = _code(function.old_sha256, function.old_version)
    return f"function {function.name}", old, _code(function.new_sha256, function.new_version, place)


def _code(sha256: str | None, version: str | None, place: str = "") -> str:
    if sha256 is None:
        return "(none)"
    return f"{sha256[:12]} (version {version}{place})" if version else sha256[:12]
