"""The user's transforms change what is captured as they change what is deployed."""

from __future__ import annotations

import asyncio
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import ResourceTransformArgs as Args
from pulumi import ResourceTransformResult as Result

from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import capture

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"


def renaming(suffix: str) -> pulumi.ResourceTransform:
    def transform(args: Args) -> Result | None:
        if args.type_ != QUEUE:
            return None
        return Result(props={**args.props, "name": f"{args.props['name']}{suffix}"}, opts=args.opts)

    return transform


class Service(pulumi.ComponentResource):
    def __init__(self, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("my:index:Service", "shop", None, opts)
        child = pulumi.ResourceOptions(parent=self, transforms=[renaming("-own")])
        self.queue = aws.sqs.Queue("orders", name="orders", delay_seconds=3, opts=child)


def test_a_resources_own_transform_changes_its_inputs_and_what_aws_computes() -> None:
    def program() -> None:
        queue = aws.sqs.Queue(
            "orders", name="orders", opts=pulumi.ResourceOptions(transforms=[renaming("-2")])
        )
        pulumi.export("name", queue.name)

    graph = capture(program)
    queue = graph.find(QUEUE, "orders")
    assert queue.inputs == {"name": "orders-2"}
    assert queue.id.endswith("/orders-2")
    assert graph.exports == {"name": "orders-2"}


def test_transforms_run_from_the_resource_up_to_the_stack() -> None:
    def program() -> None:
        pulumi.runtime.register_resource_transform(renaming("-stack"))
        Service(pulumi.ResourceOptions(transforms=[renaming("-parent")]))

    assert capture(program).find(QUEUE, "orders").inputs == {
        "name": "orders-own-parent-stack",
        "delaySeconds": 3,
    }


def test_a_transform_changes_options() -> None:
    def program() -> None:
        topic = aws.sns.Topic("events")
        provider = aws.Provider("eu", region="eu-central-1")

        def transform(args: Args) -> Result | None:
            if args.type_ != QUEUE:
                return None
            assert args.opts.protect is False
            assert args.opts.ignore_changes == ["tags"]
            changed = pulumi.ResourceOptions(
                protect=True,
                retain_on_delete=True,
                delete_before_replace=True,
                ignore_changes=["delaySeconds"],
                depends_on=[topic],
                provider=provider,
                aliases=[pulumi.Alias(name="old")],
            )
            return Result(props=args.props, opts=pulumi.ResourceOptions.merge(args.opts, changed))

        aws.sqs.Queue(
            "orders",
            opts=pulumi.ResourceOptions(protect=False, ignore_changes=["tags"], transforms=[transform]),
        )

    graph = capture(program)
    queue = graph.find(QUEUE, "orders")
    assert queue.protect
    assert queue.retain_on_delete
    assert queue.delete_before_replace
    assert queue.ignore_changes == ("tags", "delaySeconds")
    assert queue.dependencies == (graph.find(TOPIC, "events").urn,)
    assert queue.provider == graph.find("pulumi:providers:aws", "eu").urn
    assert queue.outputs["arn"].startswith("arn:aws:sqs:eu-central-1:")
    assert queue.aliases == ("urn:pulumi:dev::project::aws:sqs/queue:Queue::old",)


def test_a_transform_sees_components_and_wire_names() -> None:
    seen: list[tuple[str, str, bool, dict[str, Any]]] = []

    def program() -> None:
        def transform(args: Args) -> None:
            seen.append((args.type_, args.name, args.custom, dict(args.props)))

        pulumi.runtime.register_resource_transform(transform)
        Service()

    capture(program)
    assert seen == [
        ("my:index:Service", "shop", False, {}),
        (QUEUE, "orders", True, {"name": "orders-own", "delaySeconds": 3}),
    ]


def test_a_transform_may_drop_an_input_and_its_dependencies() -> None:
    def program() -> None:
        topic = aws.sns.Topic("events")

        def transform(args: Args) -> Result:
            return Result(props={}, opts=args.opts)

        aws.sqs.Queue("orders", name=topic.name, opts=pulumi.ResourceOptions(transforms=[transform]))

    queue = capture(program).find(QUEUE, "orders")
    assert queue.inputs == {}
    assert queue.property_dependencies == {}


def test_a_transform_may_wait_for_another_resource_that_is_transformed_too() -> None:
    def program() -> None:
        topic = aws.sns.Topic("events")

        async def transform(args: Args) -> Result | None:
            await asyncio.sleep(0)
            if args.type_ != QUEUE:
                return None
            return Result(props={**args.props, "name": topic.name}, opts=args.opts)

        pulumi.runtime.register_resource_transform(transform)
        for number in range(5):
            aws.sqs.Queue(f"orders{number}")

    graph = capture(program)
    name = graph.find(TOPIC, "events").outputs["name"]
    assert [queue.inputs for queue in graph.of_type(QUEUE)] == [{"name": name}] * 5


def test_secrets_survive_a_transform() -> None:
    def program() -> None:
        def transform(args: Args) -> Result:
            return Result(props={**args.props, "displayName": "shop"}, opts=args.opts)

        options = pulumi.ResourceOptions(transforms=[transform])
        aws.sns.Topic("events", name=pulumi.Output.secret("hidden"), opts=options)

    topic = capture(program).find(TOPIC, "events")
    assert topic.inputs == {"name": "hidden", "displayName": "shop"}
    assert topic.secret_inputs == {"name"}


@pytest.mark.parametrize("output_form", [False, True])
def test_invoke_transforms_change_a_data_sources_arguments(output_form: bool) -> None:
    def program() -> None:
        def transform(args: pulumi.InvokeTransformArgs) -> pulumi.InvokeTransformResult:
            return pulumi.InvokeTransformResult(args={**args.args, "name": "changed"}, opts=args.opts)

        pulumi.runtime.register_invoke_transform(transform)
        url = aws.sqs.get_queue_output(name="q").url if output_form else aws.sqs.get_queue(name="q").url
        pulumi.export("url", url)

    assert capture(program).exports == {"url": "https://sqs.us-east-1.amazonaws.com/123456789012/changed"}


def test_a_transform_that_raises_is_the_programs_failure() -> None:
    def program() -> None:
        def transform(args: Args) -> Result:
            raise ValueError(f"no {args.name} here")

        aws.sqs.Queue("orders", opts=pulumi.ResourceOptions(transforms=[transform]))

    with pytest.raises(ProgramError, match=r"test_transforms\.py:\d+: ValueError: no orders here$"):
        capture(program)
