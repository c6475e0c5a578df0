"""What runs in a stage, as its stack's outputs tell: printed to a file, or asked of Pulumi."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..errors import ConfigError, PromotionError
from ..releases import Release
from .stacks import SECRET, stack_outputs

__all__ = ["Deployed", "Deployments", "find_deployed"]

_OUTPUT: Final = "release"
_STAGE_AND_FILE = re.compile(r"([\w-]+)=(.+)")


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What one stage was deployed with.

    `release` is None where the stack is empty or not there: the stage was never deployed. `origin` says who
    told it: a file, or the stack. `outputs` are the stack's; the values of secrets are `[secret]`.
    """

    stage: str
    release: Release | None
    outputs: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class Deployments:
    """What is known of several stages: `found`, and of the others why it is `unknown`, with its fix."""

    found: Mapping[str, Deployed] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


def find_deployed(stages: Iterable[str], *, files: Sequence[str | Path] = (), folder: Path) -> Deployments:
    """What runs in each of `stages`: by `files`, or else by the stack of the stage's name.

    `files` hold what `pulumi stack output --json` printed; each says itself which stage it is of, and one
    that holds no release is given as `STAGE=FILE`. Stacks are those of the Pulumi project in `folder`.
    Raises PromotionError for a file that cannot be read, or two files of one stage.
    """
    found: dict[str, Deployed] = {}
    for file in files:
        told = _in_file(file)
        if told.stage in found:
            fact = f"{told.origin} and {found[told.stage].origin} are both of the stage {told.stage!r}"
            raise PromotionError(f"{fact}. Give one file for each stage.")
        found[told.stage] = told
    unknown: dict[str, str] = {}
    for stage in stages:
        if stage not in found:
            try:
                found[stage] = _in_stack(stage, folder)
            except PromotionError as error:
                unknown[stage] = str(error)
    return Deployments(found=found, unknown=unknown)


def _in_file(file: str | Path) -> Deployed:
    named = None if Path(file).exists() else _STAGE_AND_FILE.fullmatch(str(file))
    stage, path = (named[1], Path(named[2])) if named else (None, Path(file))
    outputs = _outputs(path)
    if not outputs:
        if stage is None:
            fix = f"If that stage is not deployed yet, say which one it is: --outputs STAGE={path}."
            raise PromotionError(f"{path}: there are no outputs in it. {fix}")
        return Deployed(stage=stage, release=None, origin=f"{path} has no outputs")
    release = _release(outputs, str(path))
    if stage not in (None, release.stage):
        fact = f"{path}: this is what the stage {release.stage!r} runs, and not {stage!r}"
        raise PromotionError(f"{fact}. Give the file of {stage!r}, or say --outputs {path}.")
    return Deployed(stage=release.stage, release=release, outputs=outputs, origin=str(path))


def _outputs(path: Path) -> Mapping[str, Any]:
    fix = "Write it with: pulumi stack output --json --stack STAGE."
    try:
        # As bytes: what PowerShell redirects to a file is UTF-16.
        outputs = json.loads(path.read_bytes())
    except OSError as error:
        raise PromotionError(f"{path}: cannot be read: {error.strerror or error}. {fix}") from None
    except ValueError as error:
        raise PromotionError(f"{path}: this is not JSON: {error}. {fix}") from None
    if not isinstance(outputs, Mapping):
        raise PromotionError(f"{path}: this is not a mapping of outputs. {fix}")
    return outputs


def _in_stack(stage: str, folder: Path) -> Deployed:
    origin = f"the stack {stage!r}"
    outputs = stack_outputs(stage, folder)
    if outputs is None:
        return Deployed(stage=stage, release=None, origin=f"there is no stack {stage!r}")
    if not outputs:
        return Deployed(stage=stage, release=None, origin=f"{origin} has no outputs")
    release = _release(outputs, origin)
    if release.stage != stage:
        fact = f"{origin} runs the stage {release.stage!r}"
        raise PromotionError(f"{fact}. Give the outputs of the stack that runs {stage!r}: --outputs FILE.")
    return Deployed(stage=stage, release=release, outputs=outputs, origin=origin)


def _release(outputs: Mapping[str, Any], origin: str) -> Release:
    data = outputs.get(_OUTPUT)
    if data == SECRET:
        fix = "Print it with: pulumi stack output --json --show-secrets."
        raise PromotionError(f"{origin}: the output {_OUTPUT!r} is a secret. {fix}")
    if not isinstance(data, Mapping):
        fact = "there is no output 'release'" if data is None else "the output 'release' is no release"
        fix = "Deploy the stage with a program that calls service.export()."
        raise PromotionError(f"{origin}: {fact}. {fix}")
    try:
        return Release.from_data(data)
    except ConfigError as error:
        raise PromotionError("\n".join(f"{origin}: {problem}" for problem in error.problems)) from None
