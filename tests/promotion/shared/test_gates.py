"""Every gate that is of services whose stages share one stack, passing and refusing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pulumi_apigw.promotion import Promotion, Share
from pulumi_apigw.releases.files import release_path

from .stack import Stack

Prepare = Callable[[Stack], Promotion]
REFUSED: dict[str, tuple[Prepare, str, str, str | None]] = {}
PASSED: dict[str, tuple[Prepare, str, str, str | None]] = {}


def case(
    table: dict[str, tuple[Prepare, str, str, str | None]], gate: str, text: str, fix: str | None = None
) -> Callable[[Prepare], Prepare]:
    def noted(prepare: Prepare) -> Prepare:
        table[prepare.__name__] = (prepare, gate, text, fix)
        return prepare

    return noted


@case(PASSED, "release files", "releases/DEV.json is written.")
def first_promotion(stack: Stack) -> Promotion:
    return stack.plan()


@case(PASSED, "stack patch", "The stack's own config changes none of it.")
def stack_of_no_known_name(stack: Stack) -> Promotion:
    return stack.plan()


@case(
    REFUSED,
    "release files",
    "git ignores releases/DEV.json, which a pinned stage cannot be deployed without.",
    "Add '!/releases/*.json' to .gitignore.",
)
def files_that_git_ignores(stack: Stack) -> Promotion:
    (stack.service.folder / ".gitignore").write_text(".apigw/\n*.json\n")
    stack.service.commit()
    return stack.plan()


@case(
    REFUSED,
    "release files",
    "releases is no folder, and release files belong there.",
    "Give that file another name.",
)
def no_folder(stack: Stack) -> Promotion:
    (stack.service.folder / "releases").write_text("notes\n")
    stack.service.commit()
    return stack.plan()


@case(
    REFUSED,
    "release files",
    "releases/DEV.json:1: this is release '0123456789ab'. It is written by 'apigw promote' and never by "
    "hand: take it from git, or remove it and promote again.",
)
def file_of_another_release(stack: Stack) -> Promotion:
    promotion = stack.plan()
    promotion.write()
    path = release_path(stack.service.folder, stack.release("dev").id)
    path.write_text(path.read_text().replace(f'"id": "{path.stem}"', '"id": "0123456789ab"'))
    stack.service.git("checkout", "--quiet", "HEAD", "--", "api.yaml")
    return stack.plan()


@case(
    REFUSED,
    "release files",
    "Nobody tells which versions release 'DEV' has of its functions: it is not deployed.",
    "Deploy it first.",
)
def release_without_versions(stack: Stack) -> Promotion:
    del stack.outputs["releases"]["dev"]["functions"]["api"]["version"]
    del stack.outputs["releases"]["staging"]["functions"]["api"]["version"]
    del stack.outputs["releases"]["prod"]["functions"]["api"]["version"]
    return stack.plan()


@case(
    REFUSED,
    "deployed",
    "'dev' is not deployed: outputs.json has no stage 'dev'.",
    "Deploy it first: pulumi up",
)
def source_not_deployed(stack: Stack) -> Promotion:
    del stack.outputs["releases"]["dev"]
    return stack.plan()


@case(PASSED, "files", "The files here give the same release.")
def files_as_they_are_deployed(stack: Stack) -> Promotion:
    return stack.plan()


@case(
    REFUSED,
    "files",
    "The files here give release 'TREE', which differs in apis.public, functions.api.",
    "Check out what 'dev' runs (git checkout COMMIT), or deploy and test these files first: pulumi up",
)
def files_changed_since(stack: Stack) -> Promotion:
    told = stack.told()
    stack.service.replace("      GET /items:", "      GET /new: {authorizer: none}\n      GET /items:")
    (stack.service.folder / "src" / "app.py").write_text("def handler(event, context): return 2\n")
    stack.service.commit()
    return stack.plan(deployed=told)


@case(
    PASSED,
    "files",
    "The files here give release 'TREE', which differs in functions.api. AWS keeps release 'DEV'.",
)
def code_changed_since(stack: Stack) -> Promotion:
    told = stack.told()
    (stack.service.folder / "src" / "app.py").write_text("def handler(event, context): return 2\n")
    stack.service.commit()
    return stack.plan(deployed=told)


@case(
    REFUSED,
    "zips",
    "The function 'api' has releases in its zip, so this makes another release.",
    "Leave it out: functions.api.exclude: [releases/]. Then deploy again.",
)
def files_in_a_zip(stack: Stack) -> Promotion:
    service = stack.service
    service.git("mv", "src/app.py", "app.py")
    service.replace("source: src}", "source: ., exclude: [api.yaml]}")
    service.commit()
    stack.up()
    return stack.plan()


@case(PASSED, "zips", "No function has api.yaml in its zip.")
def files_left_out_of_a_zip(stack: Stack) -> Promotion:
    service = stack.service
    service.git("mv", "src/app.py", "app.py")
    service.replace("source: src}", "source: ., exclude: [api.yaml, releases/]}")
    service.commit()
    stack.up()
    return stack.plan()


@case(PASSED, "deployments", "AWS has what 'staging' is to run, or the files here give it.")
def what_the_files_give(stack: Stack) -> Promotion:
    return stack.plan()


@case(
    REFUSED,
    "deployments",
    "AWS has no deployment of 'public' in release 'OLD', and the files here give another.",
    "Bring the files of commit COMMIT back, deploy them to 'dev', and promote them.",
)
def stage_that_took_every_release(stack: Stack) -> Promotion:
    """The other requests would have to stay with what AWS deployed by itself."""
    was = stack.told().found["staging"]
    stack.change_code("two")
    stack.service.replace("      GET /items:", "      GET /new: {authorizer: none}\n      GET /items:")
    stack.service.commit()
    stack.up()
    told = stack.told()
    return stack.plan(deployed=replace(told, found={**told.found, "staging": was}), share=Share(10))


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, stack: Stack) -> None:
    prepare, gate, text, fix = REFUSED[name]
    first = stack.release("dev")
    promotion = prepare(stack)
    (refusal,) = promotion.refusals
    assert refusal.name == gate
    assert plain(refusal.text, stack, first.id) == text
    assert (refusal.fix and plain(refusal.fix, stack, first.id)) == fix


@pytest.mark.parametrize("name", PASSED)
def test_passed(name: str, stack: Stack) -> None:
    prepare, gate, text, fix = PASSED[name]
    first = stack.release("dev")
    promotion = prepare(stack)
    assert promotion.refusals == ()
    (found,) = (each for each in promotion.gates if each.name == gate)
    assert (plain(found.text, stack, first.id), found.fix) == (text, fix)


def plain(text: str, stack: Stack, first: str) -> str:
    """The text with names in place of what is different in each run."""
    service = stack.service
    commits = service.git("log", "--format=%H").split()
    for commit in commits:
        text = text.replace(commit[:12], "COMMIT")
    text = text.replace(str(Path(".apigw", "outputs.json")), "outputs.json")
    if "dev" in stack.outputs["releases"]:
        text = text.replace(stack.release("dev").id, "DEV").replace(first, "OLD")
    return text.replace(service.release("dev").id, "TREE")
