"""Resource options, as the engine would see them on every child."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from pulumi_apigw.graph import ResourceGraph, capture

QUEUE = "aws:sqs/queue:Queue"


class Service(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("my:index:Service", name, {"size": 3}, opts)
        self.queue = aws.sqs.Queue(f"{name}-queue", opts=pulumi.ResourceOptions(parent=self))
        self.topic = aws.sns.Topic("events", opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({"url": self.queue.url})


def service(opts: pulumi.ResourceOptions | None = None) -> ResourceGraph:
    return capture(lambda: Service("shop", opts))


def test_a_component_has_its_children_inputs_and_registered_outputs() -> None:
    graph = service()
    component = graph.find("my:index:Service", "shop")
    queue = graph.find(QUEUE, "shop-queue")
    assert not component.custom
    assert component.id == ""
    assert component.inputs == {"size": 3}
    assert component.outputs == {"url": queue.outputs["url"]}
    assert graph.children(component.urn) == (queue, graph.find("aws:sns/topic:Topic", "events"))
    assert queue.parent == component.urn
    assert queue.urn == "urn:pulumi:dev::project::my:index:Service$aws:sqs/queue:Queue::shop-queue"


def test_protect_reaches_every_child() -> None:
    assert all(resource.protect for resource in service(pulumi.ResourceOptions(protect=True)).resources)
    assert not any(resource.protect for resource in service().resources)


def test_retain_on_delete_reaches_every_child() -> None:
    graph = service(pulumi.ResourceOptions(retain_on_delete=True))
    assert all(resource.retain_on_delete for resource in graph.resources)
    assert not any(resource.retain_on_delete for resource in service().resources)


def test_a_provider_reaches_every_child_with_its_region_and_tags() -> None:
    def program() -> None:
        provider = aws.Provider("eu", region="eu-central-1", default_tags={"tags": {"team": "shop"}})
        Service("shop", pulumi.ResourceOptions(providers=[provider]))

    graph = capture(program)
    queue = graph.find(QUEUE, "shop-queue")
    assert queue.provider == graph.find("pulumi:providers:aws", "eu").urn
    assert queue.outputs["arn"].startswith("arn:aws:sqs:eu-central-1:")
    assert queue.outputs["tagsAll"] == {"team": "shop"}


def test_an_alias_reaches_every_child_and_renames_those_named_after_it() -> None:
    graph = service(
        pulumi.ResourceOptions(aliases=[pulumi.Alias(name="store"), pulumi.Alias(type_="my:old:Service")])
    )
    prefix = "urn:pulumi:dev::project::"
    assert graph.find("my:index:Service", "shop").aliases == (
        f"{prefix}my:index:Service::store",
        f"{prefix}my:old:Service::shop",
    )
    assert graph.find(QUEUE, "shop-queue").aliases == (
        f"{prefix}my:index:Service$aws:sqs/queue:Queue::store-queue",
        f"{prefix}my:old:Service$aws:sqs/queue:Queue::shop-queue",
    )
    # The topic is not named after the component, so only the old type gives it another URN.
    assert graph.find("aws:sns/topic:Topic", "events").aliases == (
        f"{prefix}my:old:Service$aws:sns/topic:Topic::events",
    )


def test_aliases_of_parent_and_child_multiply() -> None:
    def program() -> None:
        parent = aws.sns.Topic("events", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(type_="my:a:A")]))
        options = pulumi.ResourceOptions(parent=parent, aliases=[pulumi.Alias(name="old")])
        aws.sqs.Queue("orders", opts=options)

    prefix = "urn:pulumi:dev::project::"
    assert capture(program).find(QUEUE, "orders").aliases == (
        f"{prefix}aws:sns/topic:Topic$aws:sqs/queue:Queue::old",
        f"{prefix}my:a:A$aws:sqs/queue:Queue::orders",
        f"{prefix}my:a:A$aws:sqs/queue:Queue::old",
    )


def test_aliases_of_every_kind_become_urns() -> None:
    def program() -> None:
        aliases: list[str | pulumi.Alias] = [
            "urn:pulumi:dev::project::aws:sqs/queue:Queue::whole",
            pulumi.Alias(name="named"),
            pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE),
            pulumi.Alias(project="elsewhere", stack="prod"),
        ]
        parent = aws.sns.Topic("events")
        aws.sqs.Queue("orders", opts=pulumi.ResourceOptions(parent=parent, aliases=list(aliases)))

    assert capture(program).find(QUEUE, "orders").aliases == (
        "urn:pulumi:dev::project::aws:sqs/queue:Queue::whole",
        "urn:pulumi:dev::project::aws:sns/topic:Topic$aws:sqs/queue:Queue::named",
        "urn:pulumi:dev::project::aws:sqs/queue:Queue::orders",
        "urn:pulumi:prod::elsewhere::aws:sns/topic:Topic$aws:sqs/queue:Queue::orders",
    )


def test_options_of_one_resource_are_recorded() -> None:
    def program() -> None:
        topic = aws.sns.Topic("events")
        aws.sqs.Queue(
            "orders",
            opts=pulumi.ResourceOptions(
                depends_on=[topic],
                delete_before_replace=True,
                ignore_changes=["delay_seconds"],
                retain_on_delete=True,
                protect=True,
            ),
        )

    graph = capture(program)
    queue = graph.find(QUEUE, "orders")
    assert queue.dependencies == (graph.find("aws:sns/topic:Topic", "events").urn,)
    assert queue.delete_before_replace
    assert queue.ignore_changes == ("delaySeconds",)
    assert queue.retain_on_delete
    assert queue.protect


def test_a_resource_as_an_input_becomes_its_id() -> None:
    def program() -> None:
        api = aws.apigateway.RestApi("public")
        stage = aws.apigateway.Stage("dev", rest_api=api, stage_name="dev", deployment="d1")  # type: ignore[call-overload]  # at run time, its id
        pulumi.export("api", stage.rest_api)

    graph = capture(program)
    api = graph.find("aws:apigateway/restApi:RestApi", "public")
    stage = graph.find("aws:apigateway/stage:Stage", "dev")
    assert stage.inputs["restApi"] == api.id
    assert graph.exports == {"api": api.id}
    assert stage.outputs["invokeUrl"] == f"https://{api.id}.execute-api.us-east-1.amazonaws.com/dev"


def test_hooks_are_recorded_and_not_run() -> None:
    def refuse(_: pulumi.ResourceHookArgs) -> None:
        raise AssertionError("nothing is created in a capture")

    def program() -> None:
        hook = pulumi.ResourceHook("kept", refuse, pulumi.ResourceHookOptions(on_dry_run=True))
        hooks = pulumi.ResourceHookBinding(before_create=[hook], after_update=[hook])
        aws.sqs.Queue("old", opts=pulumi.ResourceOptions(hooks=hooks))
        aws.sqs.Queue("new")

    graph = capture(program)
    assert graph.find(QUEUE, "old").hooks == {"before_create": ("kept",), "after_update": ("kept",)}
    assert graph.find(QUEUE, "new").hooks == {}
