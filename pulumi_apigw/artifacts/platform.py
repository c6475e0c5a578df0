"""The platform that a function's dependencies are installed for: Lambda's, not the laptop's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import ArtifactError

__all__ = ["Platform", "platform_of"]

_PYTHON = re.compile(r"python3\.(\d+)")
_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}

# Python 3.12 and newer run on Amazon Linux 2023, older ones on Amazon Linux 2:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
_FIRST_ON_AMAZON_LINUX_2023 = 12
# Amazon Linux 2023 has glibc 2.34: https://docs.aws.amazon.com/linux/al2023/ug/glibc-gcc-and-binutils.html
_AMAZON_LINUX_2023 = "manylinux_2_34"
# Amazon Linux 2 has glibc 2.26, for which uv knows no name; 2.17 is the next lower one:
# https://docs.aws.amazon.com/linux/al2023/ug/glibc-gcc-and-binutils.html
_AMAZON_LINUX_2 = "manylinux_2_17"


@dataclass(frozen=True)
class Platform:
    """A runtime's `python_version` ("3.13"), and uv's name of its platform ("aarch64-manylinux_2_34")."""

    runtime: str
    architecture: str
    python_version: str
    uv_name: str

    def __str__(self) -> str:
        return f"{self.runtime} on {self.architecture}"


def platform_of(runtime: str, architecture: str) -> Platform:
    """The platform of a Python runtime of Lambda; raises ArtifactError for any other, or an architecture."""
    version = _PYTHON.fullmatch(runtime)
    if version is None:
        raise ArtifactError(
            f"requirements cannot be installed for runtime '{runtime}': only Python's are known. "
            "Leave requirements out and put what the function needs into its source folder."
        )
    if architecture not in _MACHINES:
        raise ArtifactError(f"there is no architecture '{architecture}'. Accepted: {', '.join(_MACHINES)}.")
    minor = int(version[1])
    system = _AMAZON_LINUX_2023 if minor >= _FIRST_ON_AMAZON_LINUX_2023 else _AMAZON_LINUX_2
    return Platform(runtime, architecture, f"3.{minor}", f"{_MACHINES[architecture]}-{system}")
