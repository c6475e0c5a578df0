"""A stack's outputs: read from a file, and the releases of stages that are in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..errors import ConfigError, PromotionError
from ..releases import Release
from .stacks import SECRET

__all__ = ["RunningMove", "StageOutput", "outputs_in", "own_output", "shared_outputs"]

_OWN: Final = "release"
_SHARED: Final = "releases"
_DEPLOY: Final = "Deploy the stage with a program that calls service.export()."


@dataclass(frozen=True)
class RunningMove:
    """A gradual move as it is deployed: `percent` of the requests run the release with that id.

    `deployments`: API → trigger of the deployment of it that AWS has, as in a release.
    """

    release: str
    percent: float
    deployments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StageOutput:
    """What a stack says of one stage: its release, and the release that it moves to."""

    release: Release
    move: RunningMove | None = None


def outputs_in(path: Path, *, stack: str = " --stack STAGE") -> Mapping[str, Any]:
    """What `pulumi stack output --json` printed to a file. Raises PromotionError where it holds none.

    `stack` is how the fix names the stack to ask.
    """
    fix = f"Write it with: pulumi stack output --json{stack}."
    try:
        # As bytes: what PowerShell redirects to a file is UTF-16.
        outputs = json.loads(path.read_bytes())
    except OSError as error:
        raise PromotionError(f"{path}: cannot be read: {error.strerror or error}. {fix}") from None
    except ValueError as error:
        raise PromotionError(f"{path}: this is not JSON: {error}. {fix}") from None
    except RecursionError:
        raise PromotionError(f"{path}: this is nested too deeply. {fix}") from None
    if not isinstance(outputs, Mapping):
        raise PromotionError(f"{path}: this is not a mapping of outputs. {fix}")
    if fact := _mistaken(outputs):
        raise PromotionError(f"{path}: {fact}. {fix}")
    return outputs


def _mistaken(outputs: Mapping[str, Any]) -> str | None:
    """What a file holds that another command of Pulumi printed; None for outputs."""
    if _OWN in outputs or _SHARED in outputs:
        return None
    if isinstance(outputs.get("deployment"), Mapping):
        return "this is what 'pulumi stack export' prints, and not the outputs"
    if _is_release(outputs):
        return f"this is the output {_OWN!r} alone, and not all of them"
    if outputs and all(map(_is_release, outputs.values())):
        return f"this is the output {_SHARED!r} alone, and not all of them"
    return None


def _is_release(data: Any) -> bool:
    return isinstance(data, Mapping) and {"apis", "contents", "functions"} <= data.keys()


def own_output(outputs: Mapping[str, Any], origin: str) -> StageOutput:
    """What the stack of one stage exports. Raises PromotionError where it is no release."""
    if _OWN not in outputs and isinstance(outputs.get(_SHARED), Mapping):
        fact = "it runs several stages (topology: shared), and this service has a stack for each"
        raise PromotionError(f"{origin}: {fact}. Give the outputs of the stage's own stack.")
    data = _told(outputs, _OWN, origin)
    if not isinstance(data, Mapping):
        fact = f"there is no output {_OWN!r}" if data is None else f"the output {_OWN!r} is no release"
        raise PromotionError(f"{origin}: {fact}. {_DEPLOY}")
    return _stage(data, origin)


def shared_outputs(outputs: Mapping[str, Any], origin: str) -> dict[str, StageOutput]:
    """What the one stack of all stages exports of each. Raises PromotionError where these are no releases."""
    data = _told(outputs, _SHARED, origin)
    if data is None and _OWN in outputs:
        fact = "it runs one stage, and this service has one stack for all (topology: shared)"
        raise PromotionError(f"{origin}: {fact}. Deploy that one first: pulumi up")
    if not isinstance(data, Mapping) or not all(isinstance(each, Mapping) for each in data.values()):
        fact = (
            f"there is no output {_SHARED!r}" if data is None else f"the output {_SHARED!r} has no releases"
        )
        raise PromotionError(f"{origin}: {fact}. {_DEPLOY}")
    return {stage: _stage(each, origin) for stage, each in data.items()}


def _told(outputs: Mapping[str, Any], name: str, origin: str) -> Any:
    if outputs.get(name) == SECRET:
        fix = "Print it with: pulumi stack output --json --show-secrets."
        raise PromotionError(f"{origin}: the output {name!r} is a secret. {fix}")
    return outputs.get(name)


def _stage(data: Mapping[str, Any], origin: str) -> StageOutput:
    try:
        release = Release.from_data(data)
    except ConfigError as error:
        raise PromotionError("\n".join(f"{origin}: {problem}" for problem in error.problems)) from None
    # A graph that was captured may have the id that the stage is pinned to.
    if release.is_built and not release.is_as_made:
        fact = f"this is not what release {release.id!r} was made of, by this version of pulumi-apigw"
        fix = "Print the outputs anew, or deploy the stage again, with one version for all stages."
        raise PromotionError(f"{origin}: {fact}. {fix}")
    return StageOutput(release, _move(data.get("gradual")))


def _move(data: Any) -> RunningMove | None:
    if not isinstance(data, Mapping):
        return None
    release, percent = data.get("release"), data.get("percent")
    if not isinstance(release, str) or not isinstance(percent, int | float):
        return None
    deployments = data.get("deployments")
    known = deployments if isinstance(deployments, Mapping) else {}
    return RunningMove(release, float(percent), {api: str(each) for api, each in known.items()})
