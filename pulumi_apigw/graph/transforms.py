"""The user's transforms, applied to what a program registers as Pulumi's engine applies them.

The SDK registers a transform as a callback that the engine calls over gRPC. Here the callback is called
where it is: no server, no port.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf.message import Message
from pulumi.runtime._callbacks import _CallbackServicer
from pulumi.runtime.proto import resource_pb2

__all__ = ["Callbacks", "transform_invoke", "transform_resource"]

# TransformResourceOptions names its fields in snake_case, RegisterResourceRequest most of them in camelCase.
_OPTIONS = {
    "depends_on": "dependencies",
    "ignore_changes": "ignoreChanges",
    "replace_on_changes": "replaceOnChanges",
    "aliases": "aliases",
    "additional_secret_outputs": "additionalSecretOutputs",
    "replace_with": "replace_with",
    "version": "version",
    "provider": "provider",
    "providers": "providers",
    "plugin_download_url": "pluginDownloadURL",
    "deleted_with": "deletedWith",
    "import": "importId",
    "protect": "protect",
    "retain_on_delete": "retainOnDelete",
    "custom_timeouts": "customTimeouts",
}


class Callbacks(_CallbackServicer):
    """The SDK's registry of transforms without its gRPC server, for a monitor in the same process."""

    def __init__(self, monitor: Any) -> None:
        self._callbacks = {}
        self._transforms = {}
        self._state_migrations = {}
        self._monitor = monitor
        self._target = "in-process"

    async def call(self, token: str, request: Message) -> Message:
        """What the callback registered under a token answers; what it raises is raised here."""
        return await self._callbacks[token](request.SerializeToString())


async def transform_resource(
    callbacks: Callbacks, tokens: Iterable[str], request: resource_pb2.RegisterResourceRequest
) -> None:
    """Run transforms one after the other on a registration, in place: its properties and its options."""
    for token in tokens:
        response = await callbacks.call(
            token,
            resource_pb2.TransformRequest(
                type=request.type,
                name=request.name,
                custom=request.custom,
                parent=request.parent,
                properties=request.object,
                options=_options_of(request),
            ),
        )
        assert isinstance(response, resource_pb2.TransformResponse)
        request.object.CopyFrom(response.properties)
        for key in set(request.propertyDependencies) - set(response.properties.fields):
            del request.propertyDependencies[key]
        if response.HasField("options"):
            _set_options(request, response.options)


def _options_of(request: resource_pb2.RegisterResourceRequest) -> resource_pb2.TransformResourceOptions:
    options = resource_pb2.TransformResourceOptions()
    _copy(request, options, {ours: theirs for theirs, ours in _OPTIONS.items()})
    if request.deleteBeforeReplaceDefined:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def _set_options(
    request: resource_pb2.RegisterResourceRequest, options: resource_pb2.TransformResourceOptions
) -> None:
    _copy(options, request, _OPTIONS)
    request.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")
    request.deleteBeforeReplace = options.delete_before_replace


def _copy(source: Message, target: Message, names: Mapping[str, str]) -> None:
    """Copy fields by their names in both messages; what the source has not is cleared."""
    known = {field.name: value for field, value in source.ListFields()}
    for name, targets in names.items():
        target.ClearField(targets)
        if name not in known:
            continue
        if isinstance(known[name], str | bool):
            setattr(target, targets, known[name])
        else:
            getattr(target, targets).MergeFrom(known[name])


async def transform_invoke(
    callbacks: Callbacks, tokens: Iterable[str], request: resource_pb2.ResourceInvokeRequest
) -> None:
    """Run transforms one after the other on the arguments and the provider of a data source, in place."""
    for token in tokens:
        response = await callbacks.call(
            token,
            resource_pb2.TransformInvokeRequest(
                token=request.tok,
                args=request.args,
                options=resource_pb2.TransformInvokeOptions(
                    provider=request.provider,
                    plugin_download_url=request.pluginDownloadURL,
                    version=request.version,
                ),
            ),
        )
        assert isinstance(response, resource_pb2.TransformInvokeResponse)
        request.args.CopyFrom(response.args)
        if response.HasField("options"):
            request.provider = response.options.provider
