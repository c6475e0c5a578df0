"""A change of one stage in the config's file, as a promotion and a rollback make it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import TypeAdapter

from ..config import ConfigFile, ServiceConfig, read_config
from ..config.base import Text
from ..errors import ConfigError, PromotionError
from ..source import Path as DataPath
from .edit import REMOVE, edit
from .file import FileChanges, replace_file
from .gates import Gate, no_errors

__all__ = [
    "ShareChange",
    "StageChange",
    "VariableChange",
    "WrittenConfig",
    "own_variables",
    "read_file",
    "stage_changes",
    "stage_config",
    "time_text",
    "variables_in",
]


@dataclass(frozen=True)
class VariableChange:
    """A stage variable that gets another value; None stands for the declared default, or for no value."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class ShareChange:
    """How many percent of a stage's requests run a release to which it moves bit by bit; None before it does.

    `new` is 100 where the move is completed, and None where it ends. `until`: when it should be completed.
    """

    release: str
    old: float | None
    new: float | None
    until: str | None = None


@dataclass(frozen=True)
class WrittenConfig:
    """A config's file: its text, and what was read from it."""

    text: bytes
    file: ConfigFile


@dataclass(frozen=True, kw_only=True)
class StageChange:
    """What would become of one stage.

    `is_shared`: whether one stack runs all stages. `old_release` is what its config says (an id, or
    `latest`), `release` what it would say, None where that is not known; with a `share`, the release that a
    part of the requests get. `changes` are those of the file's data (empty: it is as it would be), `record`
    what would stand in the stage's `promoted`, or in `gradual`. `files` are the release files.
    """

    path: Path
    is_shared: bool = False
    old_release: str | None = None
    release: str | None = None
    variables: tuple[VariableChange, ...] = ()
    share: ShareChange | None = None
    gates: tuple[Gate, ...] = ()
    changes: Mapping[DataPath, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    files: FileChanges = field(default_factory=FileChanges)
    old_text: bytes = b""
    new_text: bytes = b""

    @property
    def refusals(self) -> tuple[Gate, ...]:
        """The gates that do not hold."""
        return tuple(gate for gate in self.gates if not gate.passed)

    @property
    def state(self) -> Literal["refused", "nothing", "pending"]:
        """Whether it may be made, or has been already."""
        if self.refusals:
            return "refused"
        return "pending" if self.changes or self.files else "nothing"

    def write(self) -> None:
        """Make the change. Raises PromotionError where it is refused, or the file is another by now."""
        if self.refusals:
            raise PromotionError("\n".join(gate.text for gate in self.refusals))
        if self.changes or self.files:
            new = self.new_text if self.changes else self.old_text
            replace_file(self.path, self.old_text, new, beside=self.files)

    def with_gates(self, *gates: Gate) -> Self:
        """The same change with more gates."""
        return replace(self, gates=(*self.gates, *gates))

    def edited(self, file: ConfigFile) -> tuple[Self, ConfigFile | None]:
        """The change of `file` with its new text, and the file as it would be: None where that has errors."""
        try:
            new_text = edit(self.old_text.decode(), self.changes, file=str(self.path))
        except PromotionError as error:
            return self.with_gates(Gate("edit", False, str(error))), None
        gate = Gate("edit", True, f"{self.path} keeps its comments and its layout.")
        then = read_config(self.path, text=new_text, stack=file.stack)
        changed = replace(self, new_text=new_text.encode()).with_gates(gate, no_errors(then, file))
        return changed, None if then.examination.errors else then

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "state": self.state,
            "old_release": self.old_release,
            "release": self.release,
            "variables": [asdict(each) for each in self.variables],
            "share": self.share and asdict(self.share),
            "gates": [gate.to_data() for gate in self.gates],
            "record": dict(self.record),
            "files": {
                "written": [str(path) for path in self.files.written],
                "removed": [str(path) for path in self.files.removed],
            },
        }


def read_file(path: Path, *, stack: str | None = None) -> WrittenConfig:
    """A config's file as it is, and as it was read. Raises PromotionError where there is none.

    `stack` is the one stack of a shared service, where its name is known.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        fact = f"{path}: there is no such file, and this is a change of the config's file"
        fix = "Name it with --file; a config that is built in Python needs to be written to one."
        raise PromotionError(f"{fact}. {fix}") from None
    except OSError as error:
        raise PromotionError(f"{path}: cannot be read: {error.strerror or error}.") from None
    try:
        return WrittenConfig(text, read_config(path, text=text.decode(), stack=stack))
    except UnicodeDecodeError:
        return WrittenConfig(text, read_config(path))


def stage_config(file: ConfigFile, stage: str) -> ServiceConfig:
    """The config of a stage as it is written; what is wrong in it may be right after the change.

    Raises ConfigError with the errors of a file that is no config without them.
    """
    config = file.examination.written.get(stage)
    # What is refused has something valid in its place, so that the rest is examined.
    stands_in = not isinstance(file.data["stages"][stage], Mapping)
    if config is None or stands_in or config.service != file.data.get("service"):
        raise ConfigError(file.examination.errors)
    return config


def own_variables(file: ConfigFile, stage: str) -> Mapping[str, str]:
    """The values that the file gives a stage itself, as text; what is no value is not there."""
    return variables_in(file.data["stages"][stage])


def variables_in(stage: Any) -> Mapping[str, str]:
    """The same of a stage as a file has it."""
    written = stage.get("variables") if isinstance(stage, Mapping) else None
    values = written if isinstance(written, Mapping) else {}
    return {name: _text(value) for name, value in values.items() if isinstance(value, str | int | float)}


def _text(value: Any) -> str:
    """A value as the config takes it: `true` is 'true', and not Python's 'True'."""
    return TypeAdapter(Text).validate_python(value)


def stage_changes(
    stage: str, release: str, variables: Iterable[VariableChange], record: Mapping[str, Any]
) -> dict[DataPath, Any]:
    """The changes of the file's data that give a stage a release, variables and the record of that."""
    here: DataPath = ("stages", stage)
    changes: dict[DataPath, Any] = {(*here, "release"): release}
    for each in variables:
        changes[(*here, "variables", each.name)] = REMOVE if each.new is None else each.new
    return {**changes, (*here, "promoted"): record}


def time_text(now: datetime | None) -> str:
    """A time as a record has it; the clock's where there is none."""
    return (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
