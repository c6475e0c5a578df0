"""Release files that gradual moves of stages need which have stacks of their own."""

from __future__ import annotations

from dataclasses import replace

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import Gate, Share
from pulumi_apigw.releases import release_in_tree
from pulumi_apigw.releases.files import read_release, release_path, release_text

from .conftest import Service
from .test_gradual import WHOLE, old, runs_old, start


def test_it_is_ended_whatever_its_release_file_has_become(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    path = release_path(service.folder, old(deployed).id)
    path.write_text("<<<<<<< HEAD")
    rollback = service.roll_back()
    assert (rollback.state, rollback.commit, rollback.files.removed) == ("pending", None, (path,))
    gates = {gate.name: gate.text for gate in rollback.gates}
    assert gates["release files"] == f"{path} goes, which no stage needs any more."


def test_it_begins_again_with_the_versions_that_the_stage_has_by_then(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    service.roll_back().write()
    service.commit("end")
    # More memory, say: another version of the same code.
    stable = old(deployed).with_versions({"api": "9"})
    start(
        service,
        replace(deployed, found={**deployed.found, "prod": replace(deployed.found["prod"], release=stable)}),
    )
    assert read_release(service.folder, stable.id, service="orders") == stable


def test_release_files_in_a_zip(service: Service) -> None:
    service.replace("app.handler, source: src}", "src.app.handler, source: ., exclude: [api.yaml]}")
    service.commit()
    (refusal,) = service.promote(deployed=runs_old(service), share=Share(10)).refusals
    assert refusal == Gate(
        "zips",
        False,
        "The function 'api' has releases in its zip, so this makes another release.",
        "Leave it out: functions.api.exclude: [releases/]. Then deploy again.",
    )


def test_nobody_tells_which_version_the_other_requests_run(service: Service) -> None:
    promotion = service.promote(
        deployed=runs_old(service, functions=release_in_tree(load_config(service.file), "prod").functions),
        share=Share(10),
    )
    (refusal,) = promotion.refusals
    assert (refusal.name, refusal.fix) == ("release files", "Deploy it first.")
    assert (
        f"Nobody tells which versions release '{promotion.changes['stages', 'prod', 'release']}' has"
        in refusal.text
    )


def test_a_file_with_the_versions_of_another_stage(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    service.roll_back().write()
    path = release_path(service.folder, old(deployed).id)
    path.write_text(release_text(old(deployed).with_versions({"api": "99"})))
    service.commit()
    assert service.promote(deployed=deployed, share=Share(10)).refusals == (
        Gate(
            "release files",
            False,
            f"{path} has the versions of another stage, and 'prod' runs others.",
            WHOLE,
        ),
    )
