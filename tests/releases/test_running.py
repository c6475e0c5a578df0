"""What each stage of a stack runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.config import ServiceConfig
from pulumi_apigw.config.resolve import examined
from pulumi_apigw.errors import ConfigError
from pulumi_apigw.releases import Release, release_of
from pulumi_apigw.releases.files import release_path, release_text
from pulumi_apigw.releases.running import StageRun, pinned_in_file, stage_runs

from .conftest import CODE, another

SHARED = "topology: shared\nfunctions: {api: {environment: null}}\nstage_variables: {shop: {default: x}}\n"
OTHER = "0123456789ab"
AT = "2026-11-23T12:00:00Z"


class Stages:
    """A service with release files, and what its stages run."""

    def __init__(self, folder: Path, changed: Callable[[str], dict[str, Any]]) -> None:
        self.folder, self._changed = folder, changed

    def config(self, snippet: str, stage: str = "prod") -> ServiceConfig:
        return examined(self._changed(snippet), stage).written[stage]

    def tree(self, snippet: str, stage: str = "prod") -> Release:
        return release_of(self.config(snippet, stage), CODE, stage=stage)

    def file(self, release: Release) -> Release:
        kept = release.with_versions({"api": "4"})
        path = release_path(self.folder, kept.id)
        path.parent.mkdir(exist_ok=True)
        path.write_text(release_text(kept))
        return kept

    def runs(self, snippet: str, **options: Any) -> Mapping[str, StageRun]:
        tree = self.tree(snippet)
        return stage_runs(self.config(snippet), tree, self.folder, **options)

    def refused(self, snippet: str, **options: Any) -> str:
        with pytest.raises(ConfigError) as refused:
            self.runs(snippet, **options)
        return str(refused.value).replace(self.tree(snippet).id, "TREE")


@pytest.fixture
def stages(tmp_path: Path, changed: Callable[[str], dict[str, Any]]) -> Stages:
    return Stages(tmp_path, changed)


def shared(prod: str, dev: str = "{}") -> str:
    variables = "variables: {table: orders, shop: x}"
    return f"{SHARED}stages: {{dev: {{{variables}, {dev[1:]}, prod: {{{variables}, {prod[1:]}}}"


def moving(release: str, percent: float = 10, more: str = "") -> str:
    return f"gradual: {{release: '{release}', percent: {percent}, from: dev, at: '{AT}'{more}}}"


def promoted(release: str, before: str = "latest", more: str = "", was: str = "") -> str:
    had = f"before: {{release: '{before}'{was}}}"
    return f"promoted: {{from: dev, release: '{release}', at: '{AT}'{more}, {had}}}"


def test_a_stack_of_its_own_runs_one_stage(stages: Stages) -> None:
    assert stages.runs("{}") == {"prod": StageRun("prod")}


def test_all_stages_take_what_the_files_give(stages: Stages) -> None:
    assert stages.runs(shared("{}")) == {"dev": StageRun("dev"), "prod": StageRun("prod")}


def test_a_pinned_stage_runs_what_its_file_says(stages: Stages) -> None:
    here = stages.tree(shared("{}"))
    other = stages.file(another(here, "a"))
    runs = stages.runs(shared(f"{{release: '{other.id}'}}"))
    assert runs["prod"] == StageRun("prod", stable=other)
    # Also where the files give the same: its versions are those that were promoted.
    same = stages.file(here)
    assert stages.runs(shared(f"{{release: '{here.id}'}}"))["prod"] == StageRun("prod", stable=same)


def test_without_a_file_it_is_what_the_files_give(stages: Stages) -> None:
    here = stages.tree(shared("{}")).id
    assert stages.runs(shared(f"{{release: '{here}'}}"))["prod"] == StageRun("prod")


def test_versions_of_a_record_are_those_of_its_release(stages: Stages) -> None:
    kept = stages.file(another(stages.tree(shared("{}")), "a")).id
    record = promoted(kept, more=", versions: {api: '9'}")
    pinned = shared(f"{{release: '{kept}', {record}}}")
    run = stages.runs(pinned)["prod"]
    assert run.stable is not None
    assert run.stable.functions["api"].version == "9"
    assert pinned_in_file(stages.config(pinned), "prod", stages.folder) == run.stable
    record = promoted("f" * 12, more=", versions: {api: '9'}")
    other = shared(f"{{release: '{kept}', {record}}}")
    stable = stages.runs(other)["prod"].stable
    assert stable is not None
    assert stable.functions["api"].version == "4"


def test_what_a_stage_may_go_back_to_is_kept(stages: Stages) -> None:
    here = stages.tree(shared("{}"))
    now, before = (stages.file(another(here, each)) for each in ("a", "b"))
    record = promoted(now.id, before.id, was=", versions: {api: '2'}")
    run = stages.runs(shared(f"{{release: '{now.id}', {record}}}"))["prod"]
    assert run.kept == (before.with_versions({"api": "2"}),)
    record = promoted(now.id, "c" * 12)
    assert stages.runs(shared(f"{{release: '{now.id}', {record}}}"))["prod"].kept == ()


def test_a_gradual_move_of_a_shared_stage(stages: Stages) -> None:
    here = stages.tree(shared("{}"))
    now, new = (stages.file(another(here, each)) for each in ("a", "b"))
    move = moving(new.id, 12.5, ", versions: {api: '5'}")
    run = stages.runs(shared(f"{{release: '{now.id}', {move}}}"))["prod"]
    assert run == StageRun("prod", now, new.with_versions({"api": "5"}), 12.5)
    run = stages.runs(shared(f"{{release: '{now.id}', {moving(here.id)}}}"))["prod"]
    assert run == StageRun("prod", now, None, 10)


def test_a_gradual_move_of_a_stack_of_its_own(stages: Stages) -> None:
    here = stages.tree("{}")
    now = stages.file(another(here, "a"))
    run = stages.runs(f"stages: {{prod: {{release: '{now.id}', {moving(here.id)}}}}}")["prod"]
    assert run == StageRun("prod", now, None, 10)


def test_a_file_that_is_broken_is_told_once(stages: Stages) -> None:
    kept = stages.file(another(stages.tree(shared("{}")), "a"))
    release_path(stages.folder, kept.id).write_text("<<<<<<<")
    pinned = f"{{release: '{kept.id}'}}"
    assert stages.refused(shared(pinned, pinned)).count("this is not JSON") == 1


def test_refused_without_a_file_of_what_the_other_requests_run(stages: Stages) -> None:
    here = stages.tree("{}").id
    assert stages.refused(f"stages: {{prod: {{release: '{OTHER}', {moving(here)}}}}}") == (
        f"stages.prod.release: there is no releases/{OTHER}.json, which says what the other requests run. "
        "Take it from git, or end the move: apigw rollback prod."
    )


def test_refused_where_the_files_give_another_than_the_one_it_moves_to(stages: Stages) -> None:
    snippet = f"stages: {{prod: {{release: 'aaaaaaaaaaaa', {moving(OTHER)}}}}}"
    assert stages.refused(snippet, find_commit=lambda release: f"{release}0000") == (
        f"stages.prod.gradual.release: the stage moves to release '{OTHER}', and the files here give 'TREE'. "
        f"Deploy what is pinned (git checkout {OTHER}), or end the move (apigw rollback prod)."
    )


def test_all_that_is_refused_is_told_at_once(stages: Stages) -> None:
    kept = stages.file(another(stages.tree(shared("{}")), "a"))
    snippet = shared(f"{{release: '{kept.id}', {moving('bbbbbbbbbbbb')}}}", dev="{release: 'aaaaaaaaaaaa'}")
    assert stages.refused(snippet).splitlines() == [
        "stages.dev.release: the stage is pinned to release 'aaaaaaaaaaaa', and the files here give 'TREE'. "
        "Take its file from git (releases/aaaaaaaaaaaa.json is not there), or deploy what is here "
        "('release: latest').",
        "stages.prod.gradual.release: the stage moves to release 'bbbbbbbbbbbb', and the files here give "
        "'TREE'. Take its file from git (releases/bbbbbbbbbbbb.json is not there), or end the move "
        "(apigw rollback prod).",
    ]


def test_refused_for_a_file_that_is_broken(stages: Stages) -> None:
    path = release_path(stages.folder, OTHER)
    path.parent.mkdir()
    path.write_text("{")
    assert "this is not JSON" in stages.refused(shared(f"{{release: '{OTHER}'}}"))


def test_releases_may_come_from_elsewhere(stages: Stages) -> None:
    other = another(stages.tree(shared("{}")), "a")
    runs = stages.runs(shared(f"{{release: '{other.id}'}}"), find_release={other.id: other}.get)
    assert runs["prod"].stable == other
