"""Shortens what uv prints when it fails to the reason and the fix."""

from __future__ import annotations

import re

from .platform import Platform

__all__ = ["explain"]

_DECORATION = re.compile(r"^\s*(?:[\u00d7│╰├─▶]+\s*)+|^\s+")
_LABEL = re.compile(r"^(error|cause|hint|Caused by): *")
_NO_WHEEL = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*?)(?:==(?P<version>\S+))? ha(?:s|ve) no (?:usable )?wheels?"
    r"|Package `(?P<locked>[\w.-]+)` can't be installed because .* no binary distribution"
)
_UNREACHABLE = re.compile(r"Failed to fetch:? `?(?P<url>https?://[^\s`]+)")
_NOISE = ("Using CPython", "Resolved ", "Prepared ", "Downloading ", "Updating ", "warning:")
# By what uv says; elsewhere it is the file that is wrong.
_FIXES = {
    "Building source distributions is disabled": "Build a wheel of it, and name that in the file.",
    "Git operation failed": "Check the network, or build a wheel of it and name that in the file.",
    "network was disabled": "Unset UV_OFFLINE, or name a folder of wheels in UV_FIND_LINKS.",
    "authentication": "Correct the credentials, or name another index in UV_DEFAULT_INDEX.",
}


def explain(stderr: str, platform: Platform) -> str:
    """The reason why uv failed, in one line with its fix."""
    reasons = _reasons(stderr)
    text = " ".join(reasons)
    if missing := _NO_WHEEL.search(text):
        package = " ".join(filter(None, missing.group("name", "version", "locked")))
        return _no_wheel(package, _hint(stderr), platform)
    if unreachable := _UNREACHABLE.search(text):
        return (
            f"cannot fetch {unreachable['url']} ({reasons[-1]}). Check the network and the proxy, or name an "
            "index that can be reached in UV_DEFAULT_INDEX."
        )
    hint = _hint(stderr)
    fix = next((fix for sign, fix in _FIXES.items() if sign in text + hint), "Correct the file.")
    fact = ": ".join(reason.removesuffix(":") for reason in reasons[:2])
    return f"uv cannot install it: {_sentence(fact)} {hint}{fix}"


def _no_wheel(package: str, hint: str, platform: Platform) -> str:
    return (
        f"{package} has no wheel for {platform} ({platform.uv_name}), and packages are not built on this "
        f"computer. {hint}Choose another version or architecture, or build that wheel and name its folder "
        "in UV_FIND_LINKS."
    )


def _reasons(stderr: str) -> list[str]:
    """uv's error and its causes, one each, with wrapped lines joined."""
    reasons: list[str] = []
    for line in stderr.splitlines():
        text = _DECORATION.sub("", line)
        if not text or text.startswith(_NOISE):
            continue
        if text.startswith("hint:"):
            break
        if _LABEL.match(text) or not line.startswith("      ") or not reasons:
            reasons.append(_LABEL.sub("", text))
        else:
            reasons[-1] += f" {text}"
    return reasons or ["It gave no reason."]


def _hint(stderr: str) -> str:
    hint = re.search(r"hint: *(.+?)\s*(?:\n\s*\n|\Z)", stderr, re.DOTALL)
    return f"{_sentence(' '.join(hint[1].split()))} " if hint else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
