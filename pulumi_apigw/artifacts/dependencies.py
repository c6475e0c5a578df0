"""Installs a function's dependencies for Lambda's platform into a folder, by uv."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import uv

from ..errors import ArtifactError
from .files import File, collect
from .platform import Platform
from .requirements import Requirements
from .uv_messages import explain

__all__ = ["install", "owner"]

# Left out of the zip: scripts whose first line names this laptop's Python, uv's own lock, and records of how,
# when and whence a package came, which differ between laptops. METADATA stays, for importlib.metadata.
_NOT_PACKED = (
    *("/bin/", "/.lock", "__pycache__/", "*.py[co]"),
    *(
        f"/*.dist-info/{name}"
        for name in ("RECORD*", "INSTALLER", "REQUESTED", "direct_url.json", "uv_*.json")
    ),
)


def install(
    requirements: Requirements, platform: Platform, folder: Path, exclude: Sequence[str]
) -> tuple[File, ...]:
    """Install the wheels of `requirements` below `folder`, and give the files of them that go into the zip.

    Wheels alone: a package is never built on the laptop. Raises ArtifactError where uv fails, with its reason
    in short, and for a requirements.txt that leaves versions open.
    """
    target = folder / "dependencies"
    target.mkdir()
    listing = _listing(requirements, platform, folder)
    options = (
        *("--target", str(target), "--python", sys.executable),
        *("--python-platform", platform.uv_name, "--python-version", platform.python_version),
        *("--only-binary", ":all:", "--no-compile-bytecode", "--link-mode", "hardlink"),
        *("-r", str(listing.absolute())),
    )
    _run_uv(("pip", "install", *options), requirements, platform)
    if missing := requirements.unpinned(_installed(target)):
        raise ArtifactError(_not_pinned(requirements, missing))
    return collect(target, (*_NOT_PACKED, *exclude))


def owner(folder: Path, name: str) -> str:
    """Which package installed below `folder` brought the file `name`: "pyyaml 6.0.3"."""
    for record in sorted((folder / "dependencies").glob("*.dist-info/RECORD")):
        with record.open(encoding="utf-8", newline="") as lines:
            if any(row and row[0] == name for row in csv.reader(lines)):
                return record.parent.name.removesuffix(".dist-info").replace("-", " ")
    return "a dependency"


def _listing(requirements: Requirements, platform: Platform, folder: Path) -> Path:
    if requirements.kind == "uv.lock":
        return _export(requirements, platform, folder)
    if requirements.kind == "requirements":
        return requirements.path
    # uv compares a pylock's `requires-python` with the laptop's Python and not with --python-version: we have
    # compared it with the function's already, so uv gets the lock without it.
    listing = folder / "pylock.toml"
    listing.write_bytes(re.sub(rb"(?m)^requires-python\s*=.*$", b"", requirements.contents[0]))
    return listing


def _export(requirements: Requirements, platform: Platform, folder: Path) -> Path:
    listing = folder / "requirements.txt"
    options = (
        "--frozen",
        "--no-default-groups",
        "--no-emit-project",
        "--no-header",
        "--no-annotate",
        "--quiet",
    )
    _run_uv(("export", *options, "--output-file", str(listing)), requirements, platform)
    return listing


def _run_uv(arguments: Sequence[str], requirements: Requirements, platform: Platform) -> None:
    try:
        binary = uv.find_uv_bin()
    except FileNotFoundError:
        raise ArtifactError("uv's program is missing. Run: pip install --force-reinstall uv") from None
    # In the requirements' own folder, where uv finds the index settings of the project they belong to.
    result = subprocess.run(
        [binary, *arguments, "--no-progress", "--no-python-downloads"],
        cwd=requirements.path.absolute().parent,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    if result.returncode != 0:
        raise ArtifactError(f"{requirements.path}: {explain(result.stderr, platform)}")


def _installed(target: Path) -> dict[str, str]:
    names = (path.name.removesuffix(".dist-info") for path in target.glob("*.dist-info"))
    return dict(sorted(name.rsplit("-", 1) for name in names))


def _not_pinned(requirements: Requirements, missing: dict[str, str]) -> str:
    pins = " ".join(f"{name.replace('_', '-')}=={version}" for name, version in missing.items())
    return (
        f"{requirements.path} leaves versions open, so the zip would change whenever one is released. "
        f"Add: {pins}; or let uv write the list: uv pip compile requirements.in -o requirements.txt"
    )
