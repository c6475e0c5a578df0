"""A function's zip: found again, or built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import ArtifactError
from .archive import write_zip
from .dependencies import install, owner
from .files import File
from .inputs import Dependencies, Inputs, read_inputs
from .sizes import check_unzipped, check_zipped, megabytes
from .store import ZipStore

__all__ = ["find_or_build"]

Report = Callable[[str], None]


def find_or_build(
    source: Path,
    dependencies: Dependencies | None,
    exclude: Sequence[str],
    build_dir: Path,
    report: Report,
) -> tuple[Path, str]:
    """The zip of a source folder in `build_dir`, and its SHA-256; the arguments are those of `package`."""
    inputs = read_inputs(source, dependencies, exclude, build_dir)
    store = ZipStore(build_dir, source.resolve().name)
    digest = store.find(inputs.key) or _build(inputs, store, report)
    return store.path(inputs.key), digest


def _build(inputs: Inputs, store: ZipStore, report: Report) -> str:
    with store.staging() as folder:
        files = inputs.files
        if wanted := inputs.dependencies:
            report(f"Installing {wanted.requirements.path} for {wanted.platform} …")
            installed = install(wanted.requirements, wanted.platform, folder, inputs.exclude)
            _check_clash(inputs, installed, folder)
            files = tuple(sorted((*files, *installed)))
        built = folder / "function.zip"
        check_unzipped(inputs.source, files)
        write_zip(built, files, inputs.digests)
        size = built.stat().st_size
        check_zipped(inputs.source, size, files)
        report(f"Packed {inputs.source}: {len(files)} files, {megabytes(size)}.")
        return store.add(inputs.key, built)


def _check_clash(inputs: Inputs, installed: Sequence[File], folder: Path) -> None:
    # Neither wins: which one a handler imports would depend on this rule and not on what the user wrote.
    for file in installed:
        if file.name in inputs.digests:
            raise ArtifactError(
                f"{inputs.source / file.name}: {owner(folder, file.name)}, a dependency, has a file of this "
                "name too. Rename yours, or leave one of the two out."
            )
