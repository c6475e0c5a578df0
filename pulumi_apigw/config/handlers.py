"""Python handlers that are not in a function's source, which Lambda finds out with the first call alone."""

from __future__ import annotations

import ast
import difflib
import pathlib
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from .functions import FunctionConfig
from .references import has_reference
from .secrets import secret_kind

__all__ = ["Handlers"]

_WRITE = "Write module.function, such as 'orders.api.handler'."
_MEND = "Create it, or mend the handler."
_DEFINE = "Define it there, or mend the handler."
# A source folder may hold a whole virtual environment: enough to find what was meant.
_MOST_MODULES = 500
# What makes names that no reading of the file shows.
_DYNAMIC = {"globals", "vars", "locals", "exec", "eval", "setattr"}
_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class _Names:
    """The names that a module binds at its top level; not `sure` where it may bind others too."""

    names: frozenset[str] = frozenset()
    sure: bool = True
    wrong: str | None = None


class Handlers:
    """The handlers of the functions of one config, whose paths start from `folder`."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._read: dict[pathlib.Path, _Names] = {}

    def problem(self, function: FunctionConfig) -> str | None:
        """What is wrong with the function's handler, and the fix; None where it is there or may be.

        Python alone is judged, and what layers or requirements may bring is not.
        """
        source = self._folder / function.source
        if not function.runtime.startswith("python") or has_reference(function.handler):
            return None
        # A secret is a problem of its own, which is told without printing it.
        if secret_kind(function.handler):
            return None
        if not source.is_dir() or (wrong := self._wrong(function, source)) is None:
            return None
        # Code that a build writes, or nobody has written yet, is not there at all: a config can be checked
        # before it.
        return wrong if next(source.rglob("*.py"), None) else None

    def _wrong(self, function: FunctionConfig, source: pathlib.Path) -> str | None:
        # As Lambda's own runtime takes a handler apart:
        # https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py
        module, _, name = function.handler.replace("/", ".").rpartition(".")
        fact = f"{function.handler!r} is not there"
        if not all(module.split(".")):
            return f"{fact}: it names no module. {self._meant(source, module, name) or _WRITE}"
        if not _has(source, module.split(".")[0]) and (function.layers or function.requirements):
            return None
        file = _file(source, module)
        if file is not None:
            return self._wrong_name(function, source, file, (module, name))
        if _is_compiled(source, module):
            return None
        where = "the config's folder" if function.source == "." else function.source
        wanted = f"{module.replace('.', '/')}.py"
        return f"{fact}: {where} has no {wanted}. {self._meant(source, module, name) or _MEND}"

    def _wrong_name(
        self, function: FunctionConfig, source: pathlib.Path, file: pathlib.Path, entry: tuple[str, str]
    ) -> str | None:
        module, name = entry
        found = self._names(file)
        shown = file.relative_to(source)
        if found.wrong:
            # A newer Python than this one may take it.
            written = (pathlib.Path(function.source) / shown).as_posix()
            return None if _is_newer(function.runtime) else f"{written}:{found.wrong}. Mend the file."
        if name in found.names or not found.sure:
            return None
        fact = f"{function.handler!r} is not there: {shown.as_posix()} has no {name!r}"
        if close := difflib.get_close_matches(name, sorted(found.names), n=1):
            return f"{fact}. Did you mean {close[0]!r}?"
        return f"{fact}. {self._meant(source, module, name) or _DEFINE}"

    def _names(self, file: pathlib.Path) -> _Names:
        if file not in self._read:
            self._read[file] = _names(file)
        return self._read[file]

    def _meant(self, source: pathlib.Path, module: str, name: str) -> str | None:
        """The sentence with the handler that was meant, which is there."""
        modules = _modules(source)
        whole = f"{module}.{name}".strip(".")
        if whole in modules:
            options, name = [whole], "handler"
        else:
            ends = [each for each in modules if f".{each}".endswith(f".{module.lstrip('.')}")]
            starts = [each for each in modules if module.endswith(f".{each}")]
            options = [*ends, *starts, *difflib.get_close_matches(module, modules)]
        for each in options:
            names = sorted(self._names(modules[each]).names)
            if close := difflib.get_close_matches(name, names, n=1):
                return f"Did you mean '{each}.{close[0]}'?"
        return None


def _has(source: pathlib.Path, package: str) -> bool:
    return (
        (source / package).is_dir() or (source / f"{package}.py").is_file() or _is_compiled(source, package)
    )


def _file(source: pathlib.Path, module: str) -> pathlib.Path | None:
    path = source.joinpath(*module.split("."))
    # Python's own order: a package goes before a module of the same name.
    files = (path / "__init__.py", path.with_name(f"{path.name}.py"))
    return next((file for file in files if file.is_file()), None)


def _is_compiled(source: pathlib.Path, module: str) -> bool:
    path = source.joinpath(*module.split("."))
    compiled = re.compile(rf"{re.escape(path.name)}(\.[\w-]+)?\.(so|pyd|pyc)")
    return path.parent.is_dir() and any(compiled.fullmatch(each.name) for each in path.parent.glob("*"))


def _modules(source: pathlib.Path) -> dict[str, pathlib.Path]:
    """The modules below `source` by their dotted names, the nearest first."""
    modules: dict[str, pathlib.Path] = {}
    folders = [source]
    while folders and len(modules) < _MOST_MODULES:
        for each in sorted(folders.pop(0).glob("*")):
            if each.suffix == ".py" and each.is_file():
                parts = each.relative_to(source).with_suffix("").parts
                modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = each
            elif each.name.isidentifier() and each.is_dir() and not each.is_symlink():
                folders.append(each)
    modules.pop("", None)
    return modules


def _is_newer(runtime: str) -> bool:
    version = re.fullmatch(r"python(\d+)\.(\d+)", runtime)
    return version is not None and (int(version[1]), int(version[2])) > sys.version_info[:2]


def _names(file: pathlib.Path) -> _Names:
    try:
        # Advice about escapes is for the author's own tools to give.
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(file.read_bytes())
    except SyntaxError as error:
        return _Names(wrong=f"{error.lineno or 1} is not Python: {error.msg}")
    except (OSError, ValueError, RecursionError, MemoryError):
        return _Names(sure=False)
    names = set(_bound(tree))
    dynamic = any(isinstance(node, ast.Name) and node.id in _DYNAMIC for node in ast.walk(tree))
    return _Names(frozenset(names), sure=not (dynamic or names & {"*", "__getattr__"}))


def _bound(tree: ast.Module) -> Iterator[str]:
    """The names that a module's statements bind, those inside `if`, `try`, `with` and loops too."""
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, _OWN_SCOPE):
            yield node.name
            yield from (
                name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names
            )
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((each.asname or each.name.partition(".")[0]) for each in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.AnnAssign) and node.value is None:
            continue
        if not isinstance(node, (*_OWN_SCOPE, ast.Lambda, ast.comprehension)):
            nodes += ast.iter_child_nodes(node)
