"""A service from its file, and what a program can do with it."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_apigw import HttpApi, Service, ServiceArgs
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import ResourceGraph, capture

from .conftest import BUILT, FUNCTION, LOG_GROUP, OPEN, ROLE, STAGE, config, deployed, refused

API_YAML = """\
    service: orders
    functions:
      api: {runtime: python3.13, handler: handlers.handler, source: src, environment: {TABLE: "${ref.table}"}}
      given: {provided: true}
    apis:
      public:
        routes:
          GET /: {function: api, authorizer: none}
          GET /given: {function: given, authorizer: none}
    stages:
      dev: {}
      prod: {patch: {functions: {api: {memory_mb: 512}}}}
    """
ARN = "arn:aws:lambda:us-east-1:123456789012:function:given"


@pytest.fixture
def api_yaml(tmp_path: Path) -> Path:
    path = tmp_path / "api.yaml"
    path.write_text(textwrap.dedent(API_YAML))
    return path


def from_file(
    stack: str = "dev", *, stack_config: dict[str, Any] | None = None, **args: Any
) -> ResourceGraph:
    given = {"refs": {"table": "orders"}, "functions": {"given": ARN}}
    make = lambda: Service.from_file(**{**given, **args}).export()  # noqa: E731
    return capture(make, stack=stack, project="shop", config=stack_config)


def memory(graph: ResourceGraph) -> int:
    return int(graph.of_type(FUNCTION)[0].inputs["memorySize"])


@pytest.mark.usefixtures("api_yaml")
def test_the_file_beside_the_program_is_the_default() -> None:
    graph = from_file()
    assert graph.find("apigw:index:Service", "orders")
    assert graph.find(FUNCTION, "orders-api").inputs["environment"] == {"variables": {"TABLE": "orders"}}


@pytest.mark.usefixtures("api_yaml")
def test_a_stack_deploys_the_stage_of_its_own_name() -> None:
    assert [memory(from_file(stack)) for stack in ("dev", "prod")] == [256, 512]
    assert from_file("prod").of_type(STAGE)[0].inputs["name"] == "prod"


@pytest.mark.usefixtures("api_yaml")
def test_the_program_may_name_another_stage_and_the_component() -> None:
    graph = from_file("prod-eu", stage="prod", name="shop")
    assert memory(graph) == 512
    assert graph.find(STAGE, "shop-public.prod").inputs["name"] == "prod"


def test_paths_start_from_the_files_folder(
    api_yaml: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    code = from_file(path="../api.yaml").find(FUNCTION, "orders-api").inputs["code"]
    assert Path(code.path).resolve() == tmp_path / "src"


def test_paths_of_a_config_in_python_start_from_the_folder_that_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    graph = capture(lambda: Service("orders", ServiceArgs(config=config(), folder=tmp_path)))
    assert Path(graph.find(FUNCTION, "orders-api").inputs["code"].path) == tmp_path / "src"


def test_a_handler_that_is_not_there_is_told_of_a_config_in_python_too() -> None:
    wrong = config(functions={"api": {**BUILT, "handler": "orders.api.hander"}})
    assert refused(lambda: Service("orders", ServiceArgs(config=wrong))) == (
        "functions.api.handler: 'orders.api.hander' is not there: orders/api.py has no 'hander'. "
        "Did you mean 'handler'?"
    )


# What the stack's own config says.


@pytest.mark.usefixtures("api_yaml")
def test_the_stacks_own_config_patches_after_the_stage() -> None:
    def patch(memory_mb: int) -> dict[str, Any]:
        return {"apigw:patch": {"functions": {"api": {"memory_mb": memory_mb, "timeout_seconds": None}}}}

    assert memory(from_file("dev", stack_config=patch(1024))) == 1024
    assert memory(from_file("prod", stack_config=patch(2048))) == 2048


def test_the_stacks_own_config_patches_a_config_in_python_too() -> None:
    patched = {"apigw:patch": {"apis": {"public": {"default_stage": True}}}}
    assert deployed(config(), config=patched).of_type(STAGE)[0].inputs["name"] == "$default"
    assert deployed(config()).of_type(STAGE)[0].inputs["name"] == "dev"


def test_only_the_stack_that_is_deployed_patches(api_yaml: Path) -> None:
    # `prod-eu` deploys the stage `prod`; what stands in the stack file of `prod` is for the stack `prod`.
    stack_file = "config:\n  apigw:patch: {functions: {api: {memory_mb: 4096}}}\n"
    api_yaml.with_name("Pulumi.prod.yaml").write_text(stack_file)
    assert memory(from_file("prod-eu", stage="prod")) == 512


@pytest.mark.usefixtures("api_yaml")
@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ("[1, 2]", "apigw:patch: a list is not a mapping. Give a JSON Merge Patch of the service's config."),
        ("hello", "Configuration 'apigw:patch' value 'hello' is not a valid 'JSON object'"),
        (
            '{"functions": {"api": {"memory_mb": 1}}}',
            "api.yaml:3 functions.api.memory_mb: 1 is out of range. AWS accepts 128 to 10240 MB.",
        ),
    ],
)
def test_a_wrong_patch(patch: str, message: str) -> None:
    with pytest.raises(ProgramError) as caught:
        from_file(stack_config={"apigw:patch": patch})
    assert str(caught.value) == message


@pytest.mark.usefixtures("api_yaml")
def test_a_secret_in_the_stacks_own_patch_is_refused_since_the_release_would_show_it() -> None:
    told: list[str] = []

    def program() -> None:
        # As the engine gives what `pulumi config set --secret` wrote.
        pulumi.runtime.set_all_config({"apigw:patch": '{"tags": {"token": "hush"}}'}, ["apigw:patch"])
        with pytest.raises(pulumi.RunError) as caught:
            Service.from_file(refs={"table": "orders"}, functions={"given": ARN})
        told.append(str(caught.value))

    capture(program, stack="dev", project="shop")
    assert told == [
        "apigw:patch: there is a secret in it, which everybody could read in the stack's state and its "
        "release. Set it under a key of its own, pass it in refs={NAME: config.require_secret(KEY)}, and "
        "write ${ref.NAME}."
    ]


# What is wrong is told at once, with its line, before the first resource.


@pytest.mark.usefixtures("api_yaml")
def test_what_the_program_leaves_out_is_told_with_its_line() -> None:
    assert refused(lambda: Service.from_file(functions={"given": ARN}, stage="dev")) == (
        "api.yaml:3 functions.api.environment.TABLE: the program supplies no ref named 'table'. "
        "There are none. Pass refs={'table': …}."
    )
    assert refused(lambda: Service.from_file(refs={"table": "t"}, stage="dev")) == (
        "api.yaml:4 functions.given: the program does not pass it. Pass functions={'given': …}."
    )


def test_every_problem_of_the_file_is_told(api_yaml: Path) -> None:
    wrong = (
        api_yaml.read_text()
        .replace("source: src", "source: src, memory: 1")
        .replace("function: given", "function: gven")
    )
    api_yaml.write_text(wrong)
    assert refused(lambda: Service.from_file(stage="dev")) == (
        "api.yaml:3 functions.api.memory: unknown key 'memory'. Did you mean 'memory_mb'?\n"
        "api.yaml:9 apis.public.routes[\"GET /given\"].function: no function named 'gven'. "
        "Did you mean 'given'?"
    )


@pytest.mark.usefixtures("api_yaml")
def test_a_stack_without_a_stage() -> None:
    assert refused(lambda: Service.from_file(stage="stagin")) == (
        "api.yaml:10 stages: no stage named 'stagin'. Known: dev, prod. "
        "A Pulumi stack deploys the stage of its own name."
    )


def test_a_file_that_is_missing() -> None:
    message = refused(lambda: Service.from_file("missing.yaml", stage="dev"))
    assert message.startswith("missing.yaml")


@pytest.mark.parametrize("written", [None, "api.yaml", 3, []])
def test_what_is_no_config_at_all(written: Any) -> None:
    assert "mapping" in refused(lambda: Service("orders", ServiceArgs(config=written, stage="dev")))


# What a program gets.


@pytest.mark.usefixtures("api_yaml")
def test_outputs_of_two_services_have_the_same_names(caplog: pytest.LogCaptureFixture) -> None:
    def program() -> None:
        given: Any = {"refs": {"table": "orders"}, "functions": {"given": ARN}}
        Service.from_file(**given).export()
        Service.from_file(name="other", **given).export()

    capture(program, stack="dev", project="shop")
    assert caplog.messages == [
        "the program exports 'api_ids', 'execution_arns', 'functions', 'release', 'urls' already, and this"
        " service exports them anew. Export one service, and of others what you need:"
        " pulumi.export('web_urls', web.urls)."
    ]
    caplog.clear()
    from_file()
    assert caplog.messages == []


def test_outputs_and_exports() -> None:
    written = config(
        functions={"api": BUILT, "other": BUILT},
        apis={
            "public": {"routes": {"GET /": OPEN}, "disable_execute_api_endpoint": True},
            "plain": {"routes": {"GET /": OPEN}, "default_stage": True},
        },
    )
    graph = deployed(written)
    exports = dict(graph.exports)
    assert exports.pop("release")["contents"].keys() == {
        *("apis.public", "apis.plain", "functions.api", "functions.other"),
    }
    ids = {each.name: each.id for each in graph.of_type("aws:apigatewayv2/api:Api")}
    public, plain = ids["orders-public"], ids["orders-plain"]
    assert exports == {
        # Also where only a custom domain leads to the routes: the URL's shape is what scripts rely on.
        "urls": {
            "public": {"dev": f"https://{public}.execute-api.us-east-1.amazonaws.com/dev"},
            "plain": {"dev": f"https://{plain}.execute-api.us-east-1.amazonaws.com"},
        },
        "api_ids": {"public": public, "plain": plain},
        "execution_arns": {
            "public": f"arn:aws:execute-api:us-east-1:123456789012:{public}",
            "plain": f"arn:aws:execute-api:us-east-1:123456789012:{plain}",
        },
        "functions": {
            name: {
                "name": f"orders-dev-{name}",
                "arn": f"arn:aws:lambda:us-east-1:123456789012:function:orders-dev-{name}",
                "version": "1",
            }
            for name in ("api", "other")
        },
    }
    assert graph.find("apigw:index:Service", "orders").outputs == graph.exports


def test_the_parts_are_at_hand() -> None:
    def program() -> None:
        service = Service("orders", ServiceArgs(config=config()))
        pulumi.export("url", service.urls["public"]["dev"])
        pulumi.export("id", service.apis["public"].api_id)
        pulumi.export("role", service.functions["api"].role.name)
        pulumi.export("log", service.stages["public"]["dev"].log_group.name)  # type: ignore[union-attr]
        api = service.apis["public"]
        assert isinstance(api, HttpApi)
        pulumi.export("route", api.routes["GET /"].route_key)

    graph = capture(program)
    assert graph.exports["url"] == f"https://{graph.exports['id']}.execute-api.us-east-1.amazonaws.com/dev"
    assert graph.exports["log"] == graph.find(LOG_GROUP, "orders-public.dev.access-log").inputs["name"]
    assert graph.exports["role"] == graph.find(ROLE, "orders-api.role").outputs["name"]
    assert graph.exports["route"] == "GET /"
