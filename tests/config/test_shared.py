"""A service whose stages share one stack: which stack loads it, and what is examined."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import ConfigFile, ServiceConfig, load_config, read_config, resolve
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.config.names import api_name, canary_alias, function_name
from pulumi_apigw.config.promotion import utc_time
from pulumi_apigw.config.resolve import examine, examined, is_shared
from pulumi_apigw.errors import ConfigError
from pulumi_apigw.source import SourceMap

from .conftest import GOOD

SERVICE = GOOD.lstrip().replace("\n", "\ntopology: shared\n", 1) + "  prod: {}\n"
STACK = "config:\n  apigw:patch:\n    functions: {api: {memory_mb: %s}}\n"

Change = Callable[[str], dict[str, Any]]
Write = Callable[..., pathlib.Path]


def memory(file: ConfigFile) -> list[int]:
    """Memory of the function in each stage, in MB."""
    found = [config.functions["api"] for config in file.examination.stages.values()]
    return [each.memory_mb for each in found if isinstance(each, FunctionConfig)]


def test_what_is_shared(write: Write) -> None:
    file = load_config(write(SERVICE))
    assert (file.is_shared, file.stack, list(file.examination.stages)) == (True, None, ["dev", "prod"])
    assert file.stage("dev").is_shared
    file = load_config(write(SERVICE.replace("topology: shared\n", "")))
    assert (file.is_shared, file.stage("dev").is_shared) == (False, False)
    assert not is_shared(None)
    assert not is_shared({"topology": "stack-per-stage"})


@pytest.mark.parametrize("stack", ["main", "prod"])
def test_the_patch_of_a_stack_of_any_name_is_every_stages(stack: str, write: Write) -> None:
    file = load_config(write(SERVICE), stack, stack_patch={"functions": {"api": {"memory_mb": 512}}})
    assert (file.stack, memory(file)) == (stack, [512, 512])
    assert file.examination.written["dev"].functions == file.stage("prod").functions


def test_the_patch_that_a_stack_is_given_goes_before_that_of_its_file(write: Write) -> None:
    path = write(SERVICE)
    write(STACK % 2048, "Pulumi.main.yaml")
    assert memory(load_config(path, "main", stack_patch={})) == [256, 256]
    assert memory(load_config(path, stack="main", stack_patch={"functions": {}})) == [256, 256]


def test_the_one_stack_that_has_a_file(write: Write) -> None:
    path = write(SERVICE)
    write(STACK % 2048, "Pulumi.main.yaml")
    write("name: orders\n", "Pulumi.yaml")
    file = load_config(path)
    assert (file.stack, memory(file)) == ("main", [2048, 2048])
    assert memory(load_config(path, "prod")) == [2048, 2048]


def test_which_of_several_stacks_is_meant_is_to_be_said(write: Write) -> None:
    path = write(SERVICE)
    write(STACK % 2048, "Pulumi.main.yaml")
    write(STACK % 1024, "Pulumi.prod.yaml")
    file = load_config(path)
    assert (file.stack, memory(file)) == (None, [256, 256])
    assert memory(load_config(path, "prod")) == [256, 256]
    assert memory(load_config(path, stack="prod")) == [1024, 1024]


def test_what_a_stack_gets_wrong_stands_in_its_file(write: Write) -> None:
    path = write(SERVICE)
    write(STACK % 64 + "    topology: stack-per-stage\n    topologie: x\n", "Pulumi.main.yaml")
    assert [str(each) for each in read_config(path).problems] == [
        "Pulumi.main.yaml:3 functions.api.memory_mb: 64 is out of range. AWS accepts 128 to 10240 MB.",
        "Pulumi.main.yaml:4 topology: a stack's patch cannot change 'topology', which says what the stack "
        "deploys. Set it in the config's file.",
        "Pulumi.main.yaml:5 topologie: unknown key 'topologie'. Did you mean 'topology'?",
    ]


def test_a_stage_that_there_is_not(write: Write) -> None:
    path = write(SERVICE)
    text = r"^api\.yaml:12 stages: no stage named 'main'\. Known: dev, prod\.$"
    with pytest.raises(ConfigError, match=text):
        load_config(path, "main")
    with pytest.raises(ConfigError, match=text):
        load_config(path).stage("main")


def test_one_stage_is_examined_with_the_others(write: Write) -> None:
    text = SERVICE.replace("source: src", "source: src, environment: {STAGE: '${stage.lambda_alias}'}")
    found = read_config(write(text), "dev").problems
    assert [(str(each.location), each.path) for each in found] == [
        ("api.yaml:4", "functions.api.environment.STAGE")
    ]


def test_what_differs_by_the_stacks_patch_stands_in_its_file(write: Write) -> None:
    path = write(SERVICE)
    write(STACK % "512, environment: {STAGE: '${stage.lambda_alias}'}", "Pulumi.main.yaml")
    (found,) = read_config(path).problems
    assert str(found.location) == "Pulumi.main.yaml:3"


def test_a_config_built_in_python(changed: Change) -> None:
    data = changed("topology: shared\nstages: {prod: {}}")
    patch = {"functions": {"api": {"memory_mb": 512}}}
    for config in (data, ServiceConfig.model_validate(data)):
        found = examined(config, stack_patch=patch)
        assert list(found.stages) == list(found.written) == ["dev", "prod"]
        assert resolve(config, "prod", stack_patch=patch) == found.stages["prod"]
        assert found.stages["dev"].functions["api"].memory_mb == 512  # type: ignore[union-attr]
    with pytest.raises(ConfigError, match=r"^stages: no stage named 'main'\. Known: dev, prod\.$"):
        resolve(data, "main")


def test_stages_that_are_none_leave_the_others_to_each_other(changed: Change) -> None:
    data = changed(
        """
        topology: shared
        functions: {api: {environment: {TABLE: "${stage.table}", SIZE: "${stage.size}"}}}
        stage_variables: {table: {}, size: {}}
        stages:
          dev: {variables: {table: a, size: s}}
          staging: {variables: {table: b, size: s}}
          prod: {variables: [a]}
        """
    )
    found = [(each.path, each.message.partition(",")[0]) for each in examine(data, SourceMap()).problems]
    assert found == [
        ("stages.prod.variables", "a list is not a mapping. Give a mapping."),
        ("functions.api.environment.TABLE", "it is 'a' in stage 'dev' and 'b' in stage 'staging'"),
    ]


def test_names_without_a_stage() -> None:
    assert api_name("orders", None, "public") == "orders-public"
    assert api_name("orders", "dev", "public") == "orders-public-dev"
    assert function_name("orders", None, "api") == "orders-api"
    assert function_name("orders", "dev", "api") == "orders-dev-api"
    assert canary_alias("prod") == "prod-canary"


def test_a_name_that_fits_without_a_stage(changed: Change) -> None:
    data = changed("stages: {dev: null, %s: {}}" % ("s" * 60))
    (found,) = examine(data, SourceMap()).problems
    assert "has 71 characters" in found.message
    assert examine({**data, "topology": "shared"}, SourceMap()).problems == ()


def test_tags_of_a_stage_are_not_those_of_a_function(changed: Change) -> None:
    data = changed("stages: {dev: {tags: {stage: dev}}}")
    data["functions"]["api"]["tags"] = {f"t{number}": "x" for number in range(50)}
    (found,) = examine(data, SourceMap()).problems
    assert found.message.startswith("there are 51 tags with those of the service and the stage.")
    assert examine({**data, "topology": "shared"}, SourceMap()).problems == ()
    data["tags"] = {"team": "orders"}
    (found,) = examine({**data, "topology": "shared"}, SourceMap()).problems
    assert found.message.startswith("there are 51 tags with those of the service.")


def test_a_moment() -> None:
    moment = utc_time("2026-12-01T12:30:00Z")
    assert moment is not None
    assert moment.isoformat() == "2026-12-01T12:30:00+00:00"
    assert utc_time("2026-02-30T12:00:00Z") is None
