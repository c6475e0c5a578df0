from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from pulumi_apigw.config import load_config, read_config
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.errors import ConfigError

SERVICE = """\
service: orders
functions:
  api: {runtime: python3.13, handler: orders.api.handler, source: src}
apis:
  public:
    authorizers:
      customers: {type: jwt, issuer: "https://login.example.com/", audience: [web]}
    defaults:
      function: api
      authorizer: customers
    routes:
      GET /items: {}
stages:
  dev: {}
  prod:
    patch:
      apis:
        public:
          routes:
            GET /new:
              scopes: [read]
"""

Write = Callable[..., pathlib.Path]


def problems(path: pathlib.Path, stage: str | None = None) -> list[str]:
    return [str(problem) for problem in read_config(path, stage).problems]


def test_a_good_file(write: Write) -> None:
    file = load_config(write(SERVICE))
    assert file.problems == ()
    assert file.path == pathlib.Path("api.yaml")
    assert file.folder == pathlib.Path()
    assert file.data["service"] == "orders"
    assert list(file.stage("prod").apis["public"].routes) == ["GET /items", "GET /new"]


FIVE_MISTAKES = """\
service: orders
functions:
  api:
    runtime: pyton3.13
    handler: orders.api.handler
    source: src
    memory: 512
apis:
  public:
    authorizers:
      customers: {type: jwt, issuer: "https://login.example.com/", audience: [web]}
    defaults: {function: api, authorizer: customers}
    routes:
      GET /items: {}
      GET /items/{id}: {authorizer: customer}
      POST /items:
        scopes: items.write
      GET /items/{name}: {}
stages:
  dev: {}
"""


def test_five_mistakes_are_five_problems(write: Write) -> None:
    assert problems(write(FIVE_MISTAKES)) == [
        "api.yaml:4 functions.api.runtime: AWS Lambda has no runtime 'pyton3.13'. Did you mean 'python3.13'?",
        "api.yaml:7 functions.api.memory: unknown key 'memory'. Did you mean 'memory_mb'?",
        "api.yaml:15 apis.public.routes[\"GET /items/{id}\"].authorizer: no authorizer named 'customer'. "
        "Did you mean 'customers'?",
        "api.yaml:17 apis.public.routes[\"POST /items\"].scopes: 'items.write' is not a list. "
        "Write [items.write].",
        "api.yaml:18 apis.public.routes[\"GET /items/{name}\"]: 'GET /items/{name}' matches the same "
        "requests as 'GET /items/{id}' (api.yaml:15). Keep one of them.",
    ]


def test_loading_raises_all_errors(write: Write) -> None:
    with pytest.raises(ConfigError) as raised:
        load_config(write(FIVE_MISTAKES))
    assert str(raised.value).splitlines() == problems(pathlib.Path("api.yaml"))


def test_a_file_with_errors_has_no_stage(write: Write) -> None:
    file = read_config(write(FIVE_MISTAKES))
    with pytest.raises(ConfigError, match=r"api\.yaml:4 functions\.api\.runtime"):
        file.stage("dev")


def test_a_stage_that_there_is_not(write: Write) -> None:
    path = write(SERVICE)
    message = (
        "api.yaml:13 stages: no stage named 'prd'. Did you mean 'prod'? "
        "A Pulumi stack deploys the stage of its own name."
    )
    assert problems(path, "prd") == [message]
    with pytest.raises(ConfigError) as raised:
        load_config(path).stage("prd")
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "api.yaml:1: the file is empty. Begin with 'service: NAME'."),
        ("# soon\n", "api.yaml:1: the file is empty. Begin with 'service: NAME'."),
        ("\n- orders\n", "api.yaml:2: a list is not a mapping. Begin with 'service: NAME'."),
        ("orders\n", "api.yaml:1: 'orders' is not a mapping. Begin with 'service: NAME'."),
    ],
)
def test_a_file_that_is_no_mapping(text: str, message: str, write: Write) -> None:
    with pytest.raises(ConfigError) as raised:
        read_config(write(text))
    assert str(raised.value) == message


def test_what_a_patch_gets_wrong_stands_in_the_patch(write: Write) -> None:
    path = write(SERVICE.replace("scopes: [read]", "scopes: [read, read]\n              function: apii"))
    assert problems(path) == [
        "api.yaml:21 apis.public.routes[\"GET /new\"].scopes[1]: in stage 'prod': "
        "'read' is in the list twice. Remove one of the two.",
        "api.yaml:22 apis.public.routes[\"GET /new\"].function: in stage 'prod': "
        "no function named 'apii'. Did you mean 'api'?",
    ]
    assert problems(path, "dev") == []


def test_what_the_file_lacks_is_one_problem_where_patches_are_near(write: Write) -> None:
    text = SERVICE.replace(", source: src", "").replace(
        "patch:", "patch:\n      functions: {api: {memory_mb: 512}}"
    )
    assert problems(write(text)) == [
        "api.yaml:3 functions.api.source: 'source' is missing. Add it: Folder with the function's code, "
        "relative to the config's file; it is zipped reproducibly."
    ]


def test_what_a_patch_leaves_out_stands_in_the_patch(write: Write) -> None:
    path = write(SERVICE.replace("scopes: [read]", "integration: {type: SQS-PurgeQueue}"))
    assert problems(path) == [
        "api.yaml:21 apis.public.routes[\"GET /new\"].integration.queue_arn: in stage 'prod': "
        "'queue_arn' is missing. Add it: ARN of the queue; its URL follows from it."
    ]


STACK = """\
encryptionsalt: v1:abc
config:
  aws:region: eu-west-1
  apigw:patch:
    functions:
      api:
        memory_mb: 2048
"""


def memory(path: pathlib.Path, stage: str, given: dict[str, object] | None = None) -> int:
    function = load_config(path, stage, stack_patch=given).stage(stage).functions["api"]
    assert isinstance(function, FunctionConfig)
    return function.memory_mb


def test_a_stacks_own_patch(write: Write) -> None:
    path = write(SERVICE)
    write(STACK, "Pulumi.dev.yaml")
    assert (memory(path, "dev"), memory(path, "prod")) == (2048, 256)
    assert memory(path, "dev", {"functions": {"api": {"memory_mb": 512}}}) == 512
    assert memory(path, "dev", {}) == 256


def test_what_a_stack_gets_wrong_stands_in_its_file(write: Write) -> None:
    path = write(SERVICE)
    write(STACK.replace("2048", "64\n        runtimes: x"), "Pulumi.prod.yaml")
    found = [
        "Pulumi.prod.yaml:7 functions.api.memory_mb: {}64 is out of range. AWS accepts 128 to 10240 MB.",
        "Pulumi.prod.yaml:8 functions.api.runtimes: {}unknown key 'runtimes'. Did you mean 'runtime'?",
    ]
    assert problems(path, "prod") == [each.format("") for each in found]
    assert problems(path) == [each.format("in stage 'prod': ") for each in found]
    assert problems(path, "dev") == []


def test_a_stacks_patch_goes_before_the_stages(write: Write) -> None:
    path = write(SERVICE)
    write(
        "config:\n  apigw:patch:\n    apis: {public: {routes: {GET /new: {scopes: [a, a]}}}}\n",
        "Pulumi.prod.yaml",
    )
    assert problems(path, "prod") == [
        'Pulumi.prod.yaml:3 apis.public.routes["GET /new"].scopes[1]: '
        "'a' is in the list twice. Remove one of the two."
    ]


@pytest.mark.parametrize(
    "text", ["", "config:\n", "config: {}\n", "config: [a]\n", "- a\n", "config: {apigw:patch: }\n"]
)
def test_a_stack_without_a_patch(text: str, write: Write) -> None:
    path = write(SERVICE)
    write(text, "Pulumi.dev.yaml")
    assert problems(path) == []


def test_a_stacks_patch_that_is_no_mapping(write: Write) -> None:
    path = write(SERVICE)
    write("config:\n  apigw:patch: '{}'\n", "Pulumi.dev.yaml")
    assert problems(path, "dev") == [
        "Pulumi.dev.yaml:2 config[\"apigw:patch\"]: '{}' is not a mapping. "
        "Give a JSON Merge Patch of the config in api.yaml."
    ]


def test_a_stack_file_that_is_no_yaml(write: Write) -> None:
    path = write(SERVICE)
    write("config: [\n", "Pulumi.dev.yaml")
    with pytest.raises(ConfigError, match=r"^Pulumi\.dev\.yaml:2: this is not YAML: "):
        read_config(path)


def test_a_stages_name_is_no_path(write: Write) -> None:
    path = write(SERVICE.replace("dev: {}", "../dev: {}"))
    assert problems(path) == [
        "api.yaml:14 stages[\"../dev\"]: '../dev' is not accepted. It takes letters, digits, '-' and '_'."
    ]


def test_files_that_are_not_there(write: Write, folder: pathlib.Path) -> None:
    text = SERVICE.replace("source: src}", "source: sources, requirements: uv.lock}")
    path = write(text)
    where = f"in {folder.resolve()}. Create it, or mend the path."
    assert problems(path) == [
        f"api.yaml:3 functions.api.source: there is no folder 'sources' {where}",
        f"api.yaml:3 functions.api.requirements: there is no file 'uv.lock' {where}",
    ]
    (folder / "sources").mkdir()
    write("", "uv.lock")
    assert problems(path) == []


def test_a_file_is_no_source_folder(write: Write, folder: pathlib.Path) -> None:
    write("", "handler.py")
    path = write(SERVICE.replace("source: src}", "source: handler.py, requirements: src}"))
    where = f"in {folder.resolve()}. Create it, or mend the path."
    assert problems(path) == [
        f"api.yaml:3 functions.api.source: there is no folder 'handler.py' {where}",
        f"api.yaml:3 functions.api.requirements: there is no file 'src' {where}",
    ]


def test_paths_start_from_the_file(write: Write, folder: pathlib.Path) -> None:
    (folder / "service" / "code").mkdir(parents=True)
    path = write(SERVICE.replace("source: src", "source: code"), "service/api.yaml")
    assert load_config(path).folder == pathlib.Path("service")


def test_secrets_are_not_printed(write: Write) -> None:
    key = "AKIAIOSFODNN7EXAMPLE"
    text = SERVICE.replace("orders\n", f"{key}\n").replace("GET /items: {}", f"GET /items: {key}")
    found = problems(write(text))
    assert len(found) == 3
    assert key not in "\n".join(found)


def test_what_a_file_would_hold_is_examined_in_its_place(write: Write) -> None:
    path = write(SERVICE)
    changed = SERVICE.replace("GET /items: {}", "GET /items: {authorizer: staff}").replace("\n", "\r\n")
    file = read_config(path, text=f"\ufeff{changed}")
    assert [str(problem) for problem in file.problems] == [
        "api.yaml:12 apis.public.routes[\"GET /items\"].authorizer: no authorizer named 'staff'. "
        "Known: customers."
    ]
    assert load_config(path).stage("dev")
