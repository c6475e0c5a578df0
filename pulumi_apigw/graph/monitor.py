"""The recording stand-in for Pulumi's engine: it answers a program's requests and keeps all they say."""

# ruff: noqa: N802 (the methods are named by Pulumi's gRPC interface)
from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto import callback_pb2, provider_pb2, resource_pb2

from pulumi_apigw.graph.aws_calls import Calls, answer, given_answer
from pulumi_apigw.graph.aws_mocks import Aws
from pulumi_apigw.graph.failure import DuplicateResourceError, file_of
from pulumi_apigw.graph.model import Resource
from pulumi_apigw.graph.transforms import Callbacks, transform_invoke, transform_resource
from pulumi_apigw.graph.urns import STACK_TYPE, Urns
from pulumi_apigw.graph.wire import Decoder, encode, hide_keys, replace_references

__all__ = ["RecordingMonitor"]


class RecordingMonitor(MockMonitor):
    """Records whole requests, applies the user's transforms and answers with what AWS would compute.

    Its methods answer at once, or with a `Future` where a transform has to run first on the program's event
    loop.
    """

    def __init__(self, urns: Urns, aws: Aws, folder: Path, calls: Calls) -> None:
        super().__init__(cast(Mocks, None))
        self.callbacks = Callbacks(self)
        self.recorded: dict[str, Resource] = {}
        self.exports: Mapping[str, Any] = {}
        self.secret_exports: frozenset[str] = frozenset()
        self._urns, self._aws, self._calls = urns, aws, calls
        self._decoder = Decoder(folder)
        self._states: dict[str, struct_pb2.Struct] = {}
        self._transforms: dict[str, list[str]] = {}
        self._parents: dict[str, str] = {}
        self._stack_tokens: list[str] = []
        self._invoke_tokens: list[str] = []

    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> Any:
        tokens = self._tokens_for(request)
        if not tokens:
            return self._register(request)

        async def transformed() -> resource_pb2.RegisterResourceResponse:
            await transform_resource(self.callbacks, tokens, request)
            return self._register(request)

        return _later(transformed())

    def _tokens_for(self, request: resource_pb2.RegisterResourceRequest) -> list[str]:
        """A resource's transforms in the engine's order: its own, its parent's and so on, the stack's."""
        tokens = [callback.token for callback in request.transforms]
        ancestor = request.parent
        while ancestor:
            tokens += self._transforms.get(ancestor, [])
            ancestor = self._parents.get(ancestor, "")
        return tokens + self._stack_tokens

    def _register(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        urn = self._urns.make(request.parent, request.type, request.name)
        if request.type == STACK_TYPE:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if urn in self.recorded:
            raise DuplicateResourceError(
                request.type, request.name, file_of(request.sourcePosition.uri), request.sourcePosition.line
            )
        self._transforms[urn] = [callback.token for callback in request.transforms]
        self._parents[urn] = request.parent
        resource = self._resource(urn, request)
        state = struct_pb2.Struct()
        state.CopyFrom(request.object)
        if request.custom:
            resource = self._computed(resource, state, request.importId)
            hide_keys(state, request.additionalSecretOutputs)
            resource = replace(
                resource, secret_outputs=resource.secret_inputs | set(request.additionalSecretOutputs)
            )
        self.recorded[urn], self._states[urn] = resource, state
        return resource_pb2.RegisterResourceResponse(urn=urn, id=resource.id, object=state)

    def _resource(self, urn: str, request: resource_pb2.RegisterResourceRequest) -> Resource:
        inputs, secrets = self._decoder.mapping(request.object)
        parent = self.recorded.get(request.parent)
        retained = request.retainOnDelete if request.HasField("retainOnDelete") else None
        if retained is None:
            # The engine, not the SDK, hands this option down from parent to child.
            retained = parent is not None and parent.retain_on_delete
        aliases = parent.aliases if parent else ()
        return Resource(
            urn=urn,
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=parent.urn if parent else None,
            inputs=inputs,
            dependencies=tuple(sorted(request.dependencies)),
            property_dependencies={
                key: tuple(sorted(value.urns)) for key, value in sorted(request.propertyDependencies.items())
            },
            provider=_provider_urn(request.provider),
            protect=request.protect,
            retain_on_delete=retained,
            delete_before_replace=request.deleteBeforeReplace,
            ignore_changes=tuple(request.ignoreChanges),
            aliases=self._urns.aliases(request.aliases, request.type, request.name, request.parent, aliases),
            import_id=request.importId or None,
            secret_inputs=secrets,
            hooks={each.name: tuple(names) for each, names in request.hooks.ListFields()},
        )

    def _computed(self, resource: Resource, state: struct_pb2.Struct, known_id: str) -> Resource:
        replace_references(state)
        provider = self.recorded.get(resource.provider or "")
        id_, computed = self._aws.create(resource, provider.inputs if provider else {}, known_id)
        state.update(computed)
        return replace(resource, id=id_, outputs={**resource.inputs, **computed})

    def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> Any:
        outputs, secrets = self._decoder.mapping(request.outputs)
        if request.urn in self.recorded:
            self.recorded[request.urn] = replace(
                self.recorded[request.urn], outputs=outputs, secret_outputs=secrets
            )
        else:
            self.exports, self.secret_exports = outputs, secrets
        return empty_pb2.Empty()

    def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> Any:
        """`Type.get(...)`: a resource that exists is recorded with the id it was asked for by."""
        as_registered = resource_pb2.RegisterResourceRequest(
            type=request.type,
            name=request.name,
            parent=request.parent,
            custom=True,
            object=request.properties,
            provider=request.provider,
            dependencies=request.dependencies,
            importId=request.id,
            additionalSecretOutputs=request.additionalSecretOutputs,
            sourcePosition=request.sourcePosition,
        )
        answer_ = self._register(as_registered)
        if request.type in self._calls:
            known = answer(request.type, self.recorded[answer_.urn].inputs, self._aws, self._calls)
            answer_.object.update({"outputs": known} if request.type.startswith("pulumi:") else known)
        return resource_pb2.ReadResourceResponse(urn=answer_.urn, id=request.id, properties=answer_.object)

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> Any:
        if not self._invoke_tokens:
            return self._invoke(request)

        async def transformed() -> resource_pb2.ResourceInvokeResponse:
            await transform_invoke(self.callbacks, self._invoke_tokens, request)
            return self._invoke(request)

        return _later(transformed())

    def _invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:
        args, _ = self._decoder.mapping(request.args)
        if request.tok == "pulumi:pulumi:getResource":
            return self._known_resource(args["urn"])
        provider = self.recorded.get(_provider_urn(request.provider) or "")
        aws = self._aws.seen_by(provider.inputs if provider else {})
        result = encode(answer(request.tok, args, aws, self._calls))
        return resource_pb2.ResourceInvokeResponse(**{"return": result})

    def _known_resource(self, urn: str) -> resource_pb2.ResourceInvokeResponse:
        state = encode({"urn": urn, "id": self.recorded[urn].id, "state": {}})
        state.fields["state"].struct_value.CopyFrom(self._states[urn])
        return resource_pb2.ResourceInvokeResponse(**{"return": state})

    def Call(self, request: resource_pb2.ResourceCallRequest) -> provider_pb2.CallResponse:
        """A method of a packaged component, `cluster.get_kubeconfig()`: `calls` alone knows its answer."""
        args, _ = self._decoder.mapping(request.args)
        result = encode(given_answer(request.tok, args, self._calls))
        return provider_pb2.CallResponse(**{"return": result})

    def RegisterResourceHook(self, request: resource_pb2.RegisterResourceHookRequest) -> Any:
        """A hook is kept by its name on what it is bound to; nothing is created here that could run it."""
        return empty_pb2.Empty()

    def RegisterStackTransform(self, request: callback_pb2.Callback) -> Any:
        self._stack_tokens.append(request.token)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request: callback_pb2.Callback) -> Any:
        self._invoke_tokens.append(request.token)
        return empty_pb2.Empty()


def _later(work: Coroutine[Any, Any, Any]) -> Future[Any]:
    return asyncio.run_coroutine_threadsafe(work, asyncio.get_running_loop())


def _provider_urn(reference: str) -> str | None:
    """A provider reference is `URN::id`."""
    return reference.rsplit("::", 1)[0] if reference else None
