"""`$ref` in OpenAPI documents: what it leads to, in the same file or in another one of the service."""

from __future__ import annotations

import os
import pathlib
import re
import urllib.parse
from collections.abc import Mapping
from typing import Any

from ...errors import ConfigError, Problem
from ...source import did_you_mean, format_path
from .files import File, read_file
from .nodes import Findings, Node

__all__ = ["Files"]

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_NOWHERE: dict[str, Any] = {}


class Files:
    """The files that a document is made of, each read once; all are in one of `folders`."""

    def __init__(self, findings: Findings, *folders: pathlib.Path) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._findings = findings
        self._files: dict[pathlib.Path, File] = {}
        self._failed: set[tuple[str, str]] = set()

    def open(self, path: pathlib.Path) -> File:
        """The file at `path`. Raises ConfigError, OSError and UnicodeDecodeError as `read_file` does."""
        path = path.resolve()
        if path not in self._files:
            self._files[path] = file = read_file(path, os.path.relpath(path))
            for place, where in file.twice.items():
                fact = f"the key is there twice, first in line {file.nearest(place).line}"
                problem = Problem(format_path(place), f"{fact}. Remove one of the two.", where)
                self._findings.problems.append(problem)
        return self._files[path]

    def follow(self, node: Node) -> Node:
        """`node`, or what its `$ref` leads to; a node with empty data where it leads nowhere."""
        seen: set[tuple[pathlib.Path, Any]] = set()
        while isinstance(node.data, Mapping) and isinstance(reference := node.data.get("$ref"), str):
            if (node.file.path, node.path) in seen:
                self._fail(node, reference, f"{reference!r} leads back to itself", "Refer to a value.")
                return Node(node.file, node.path, _NOWHERE)
            seen.add((node.file.path, node.path))
            target = self.target(node, reference)
            if target is None:
                return Node(node.file, node.path, _NOWHERE)
            node = target
        return node

    def target(self, node: Node, reference: str) -> Node | None:
        """What `reference`, written in `node`, names; None where it names nothing, which is told once."""
        name, _, pointer = reference.partition("#")
        if _REMOTE.match(name):
            fix = "Copy it into a file beside the document, and refer to that."
            self._fail(node, reference, f"{reference!r} is not among the service's files", fix)
            return None
        file = self._file(node, reference, urllib.parse.unquote(name)) if name else node.file
        if file is None:
            return None
        if pointer and not pointer.startswith("/"):
            fix = "Write the path to it, such as '#/components/schemas/Pet'."
            self._fail(node, reference, f"{reference!r} is an anchor, which is not looked up", fix)
            return None
        return self._at(node, reference, Node(file, (), file.data), pointer)

    def _file(self, node: Node, reference: str, name: str) -> File | None:
        path = (node.file.path.parent / name).resolve()
        if not any(path.is_relative_to(folder) for folder in self._folders):
            fix = f"Copy the file into {str(self._folders[0])!r}."
            self._fail(node, reference, f"{reference!r} is outside of the service's folder", fix)
            return None
        try:
            return self.open(path)
        except (OSError, UnicodeDecodeError):
            shown = os.path.relpath(path)
            self._fail(node, reference, f"there is no file {shown!r}", "Create it, or mend the path.")
            return None
        except ConfigError as error:
            if (str(path), "") not in self._failed:
                self._failed.add((str(path), ""))
                self._findings.problems += error.problems
            return None

    def _at(self, node: Node, reference: str, found: Node, pointer: str) -> Node | None:
        for part in pointer.split("/")[1:]:
            key = urllib.parse.unquote(part).replace("~1", "/").replace("~0", "~")
            inner = (
                found.child(int(key)) if isinstance(found.data, list) and key.isdigit() else found.child(key)
            )
            if inner.data is None:
                known = found.data if isinstance(found.data, Mapping) else {}
                fix = did_you_mean(key, known) if known else "Mend the reference."
                self._fail(node, reference, f"there is nothing at {reference!r}", fix)
                return None
            found = inner
        return found

    def _fail(self, node: Node, reference: str, fact: str, fix: str) -> None:
        if (node.file.name, reference) not in self._failed:
            self._failed.add((node.file.name, reference))
            self._findings.error(node.child("$ref"), fact, fix)
