"""What `serve`, `call` and `token` share: a project's local gateway."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulumi_apigw.local import Gateway

__all__ = ["open_gateway"]


def open_gateway(folder: Path, stage: str, stack: str | None = None, **options: Any) -> Gateway:
    """The gateway of a Pulumi project's stage, not started; `options` are those of `local.serve`.

    `stack` is the Pulumi stack, where it is not the one that `captured` takes.

    Raises `MissingExtraError` before the program is run, and what `capture_project` and `local.serve` raise.
    """
    # The gateway's libraries are an extra, and `--help` must not need it.
    from pulumi_apigw.local import serve

    from .program import captured

    return serve(captured(folder, stage, stack), project_dir=folder, **options)
