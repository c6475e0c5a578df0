"""What runs in a stage, as stacks' outputs tell: printed to a file, or asked of Pulumi."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import PromotionError
from ..releases import Release
from .outputs import RunningMove, outputs_in, own_output, shared_outputs
from .stacks import only_stack, stack_outputs

__all__ = ["Deployed", "Deployments", "find_deployed", "find_shared"]

_STAGE_AND_FILE = re.compile(r"([\w-]+)=(.+)")


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What one stage was deployed with.

    `release` is None where the stack is empty or not there: the stage was never deployed. `move` is the
    gradual move that is under way in it. `origin` says who told it: a file, or the stack. `outputs` are the
    stack's; the values of secrets are `[secret]`.
    """

    stage: str
    release: Release | None
    move: RunningMove | None = None
    outputs: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class Deployments:
    """What is known of several stages: `found`, and of the others why it is `unknown`, with its fix.

    `unused` says of each file that was given for nothing why that is so.
    """

    found: Mapping[str, Deployed] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def runs(self, stage: str) -> Release | None:
        """What a stage runs, None where that is nothing, or not known."""
        found = self.found.get(stage)
        return found.release if found else None


def find_deployed(stages: Iterable[str], *, files: Sequence[str | Path] = (), folder: Path) -> Deployments:
    """What runs in each of `stages`: by `files`, or else by the stack of the stage's name.

    `files` hold what `pulumi stack output --json` printed; each says itself which stage it is of, and one
    that holds no release is given as `STAGE=FILE`. Stacks are those of the Pulumi project in `folder`.
    Raises PromotionError for a file that cannot be read, or two files of one stage.
    """
    stages = tuple(stages)
    found: dict[str, Deployed] = {}
    unused: list[str] = []
    for file in files:
        told = _in_file(file)
        if told.stage in found:
            fact = f"{told.origin} and {found[told.stage].origin} are both of the stage {told.stage!r}"
            raise PromotionError(f"{fact}. Give one file for each stage.")
        found[told.stage] = told
        if told.stage not in stages:
            unused.append(f"{file}: this is of the stage {told.stage!r}, which has no part in this.")
    unknown: dict[str, str] = {}
    for stage in stages:
        if stage not in found:
            try:
                found[stage] = _in_stack(stage, folder)
            except PromotionError as error:
                unknown[stage] = str(error)
    return Deployments(found=found, unknown=unknown, unused=tuple(unused))


def find_shared(
    stages: Iterable[str], *, files: Sequence[str | Path] = (), stack: str | None = None, folder: Path
) -> Deployments:
    """What runs in the stages of a shared service: by one file, or else by its one stack.

    The stack is `stack`, or else the one that is selected, or the only one of the Pulumi project in `folder`.
    All stages that it runs are found, and those of `stages` that it does not run as not deployed. Raises
    PromotionError for a file that cannot be read, or several.
    """
    stages = tuple(stages)
    if len(files) > 1:
        fact = f"{len(files)} files of outputs are given, and one stack runs all stages (topology: shared)"
        raise PromotionError(f"{fact}. Give what that one printed.")
    try:
        outputs, origin = _shared_file(files[0]) if files else _shared_stack(stack, folder)
        told = shared_outputs(outputs, origin) if outputs else {}
    except PromotionError as error:
        if files:
            raise
        return Deployments(unknown=dict.fromkeys(stages, str(error)))
    known = {
        stage: Deployed(
            stage=stage, release=each.release, move=each.move, outputs=outputs or {}, origin=origin
        )
        for stage, each in told.items()
    }
    why = f"{origin} has no stage" if outputs else origin
    new = {
        stage: Deployed(stage=stage, release=None, origin=f"{why} {stage!r}" if outputs else why)
        for stage in stages
        if stage not in known
    }
    return Deployments(found={**known, **new})


def _shared_file(file: str | Path) -> tuple[Mapping[str, Any], str]:
    if named := _stage_and_file(file):
        fact = f"{file}: one stack runs all stages (topology: shared), and no file is of {named[0]!r} alone"
        raise PromotionError(f"{fact}. Give what that one printed: --outputs {named[1]}.")
    outputs = outputs_in(Path(file), stack="")
    return outputs, str(file) if outputs else f"{file} has no outputs"


def _shared_stack(stack: str | None, folder: Path) -> tuple[Mapping[str, Any] | None, str]:
    name = stack or only_stack(folder)
    if name is None:
        return None, "there is no stack"
    outputs = stack_outputs(name, folder)
    if outputs is None:
        return None, f"there is no stack {name!r}"
    return outputs, f"the stack {name!r}" if outputs else f"the stack {name!r} has no outputs"


def _in_file(file: str | Path) -> Deployed:
    stage, path = _stage_and_file(file) or (None, Path(file))
    outputs = outputs_in(path)
    if not outputs:
        if stage is None:
            fix = f"If that stage is not deployed yet, say which one it is: --outputs STAGE={path}."
            raise PromotionError(f"{path}: there are no outputs in it. {fix}")
        return Deployed(stage=stage, release=None, origin=f"{path} has no outputs")
    found = own_output(outputs, str(path))
    told = found.release.stage
    if stage not in (None, told):
        fact = f"{path}: this is what the stage {told!r} runs, and not {stage!r}"
        raise PromotionError(f"{fact}. Give the file of {stage!r}, or say --outputs {path}.")
    return Deployed(stage=told, release=found.release, move=found.move, outputs=outputs, origin=str(path))


def _stage_and_file(file: str | Path) -> tuple[str, Path] | None:
    """What `STAGE=FILE` names, unless that is the name of a file itself."""
    named = None if Path(file).exists() else _STAGE_AND_FILE.fullmatch(str(file))
    return (named[1], Path(named[2])) if named else None


def _in_stack(stage: str, folder: Path) -> Deployed:
    origin = f"the stack {stage!r}"
    outputs = stack_outputs(stage, folder)
    if outputs is None:
        return Deployed(stage=stage, release=None, origin=f"there is no stack {stage!r}")
    if not outputs:
        return Deployed(stage=stage, release=None, origin=f"{origin} has no outputs")
    found = own_output(outputs, origin)
    if found.release.stage != stage:
        fact = f"{origin} runs the stage {found.release.stage!r}"
        raise PromotionError(f"{fact}. Give the outputs of the stack that runs {stage!r}: --outputs FILE.")
    return Deployed(stage=stage, release=found.release, move=found.move, outputs=outputs, origin=origin)
