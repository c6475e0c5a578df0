"""Every gate on the working tree, passing and refusing, with the whole of what it says."""

from __future__ import annotations

import shutil

import pytest

from pulumi_apigw.promotion import Gate, Promotion

from .cases import Case, Cases, check_passed, check_refused, committed
from .conftest import Service

REFUSED, PASSED = Cases(), Cases()


@REFUSED.case(
    "clean tree",
    "1 file has changes that are not committed: src/new.py.",
    "Commit them, or stash them.",
)
def new_source_file(service: Service) -> Promotion:
    (service.folder / "src" / "new.py").touch()
    return service.promote()


@REFUSED.case(
    "clean tree",
    "7 files have changes that are not committed: "
    "api.yaml, src/0.py, src/1.py, src/2.py, src/3.py, and 2 more.",
    "Commit them, or stash them.",
)
def many_changed_files(service: Service) -> Promotion:
    for number in range(6):
        (service.folder / "src" / f"{number}.py").touch()
    service.replace("# all of it", "# all")
    return service.promote()


@REFUSED.case(
    "clean tree",
    "3 files have changes that are not committed: api.yaml, more.txt, paths.yaml.",
    "Commit them, or stash them.",
)
def new_files_that_the_config_is_made_of(service: Service) -> Promotion:
    service.replace("source: src}", "source: src, requirements: more.txt}")
    service.replace("  public:\n", "  public:\n    openapi: paths.yaml\n")
    (service.folder / "more.txt").touch()
    routes = "paths: {/more: {get: {security: [], responses: {}}}}"
    paths = f"openapi: 3.0.3\ninfo: {{title: Orders, version: '1'}}\n{routes}\n"
    (service.folder / "paths.yaml").write_text(paths)
    deployed = service.deployments()
    service.git("rm", "--quiet", "--cached", "api.yaml")
    service.git("commit", "--quiet", "--message", "the config is no longer in git")
    return service.promote(deployed=deployed)


@REFUSED.case("clean tree", "Nothing is committed yet.", "Commit the service first.")
def never_committed(service: Service) -> Promotion:
    deployed = service.deployments()
    shutil.rmtree(service.folder / ".git")
    service.git("init", "--quiet")
    return service.promote(deployed=deployed)


@PASSED.case("clean tree", "api.yaml is in no git repository, so no commit is recorded.")
def no_repository(service: Service) -> Promotion:
    shutil.rmtree(service.folder / ".git")
    return service.promote()


def source_is_the_service(service: Service, exclude: str = "") -> Promotion:
    service.git("mv", "src/app.py", "app.py")
    service.replace("source: src}", f"source: .{exclude}}}")
    return committed(service)


@REFUSED.case(
    "zips",
    "The function 'api' has api.yaml in its zip, so this makes another release.",
    "Leave it out: functions.api.exclude: [api.yaml]. Then deploy again.",
)
def config_in_a_zip(service: Service) -> Promotion:
    return source_is_the_service(service)


@PASSED.case("zips", "No function has api.yaml in its zip.")
def config_beside_the_code(service: Service) -> Promotion:
    return source_is_the_service(service, ", exclude: [api.yaml]")


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refused(case: Case, service: Service) -> None:
    check_refused(case, service)


@pytest.mark.parametrize("case", PASSED.values(), ids=PASSED)
def test_passed(case: Case, service: Service) -> None:
    check_passed(case, service)


def test_without_git(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed = service.deployments()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    promotion = service.promote(deployed=deployed)
    assert promotion.refusals == (
        Gate(
            "clean tree",
            False,
            "git is not installed, so it is not known whether all is committed.",
            "Install it: https://git-scm.com",
        ),
    )


def test_a_broken_repository(service: Service) -> None:
    deployed = service.deployments()
    (service.folder / ".git" / "HEAD").unlink()
    (refusal,) = service.promote(deployed=deployed).refusals
    told = "It is not known whether all is committed: git status: fatal: not a git repository "
    assert refusal.name == "clean tree"
    assert refusal.text.startswith(told)
