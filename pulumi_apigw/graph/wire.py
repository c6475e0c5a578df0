"""Pulumi's wire values (protobuf structs) as plain Python values, and back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pulumi
from google.protobuf import struct_pb2
from pulumi.runtime import rpc

__all__ = ["Decoder", "encode", "hide_keys", "replace_references"]

_SIGNATURE = rpc._special_sig_key


class Decoder:
    """Turns structs into plain values: secrets unwrapped, assets as `pulumi.Asset`, resources as ids.

    A relative asset path is made absolute from `folder`, the folder the program runs in: whoever reads the
    graph stands elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mapping(self, struct: struct_pb2.Struct) -> tuple[dict[str, Any], frozenset[str]]:
        """The plain mapping of a struct without its null members, and which top-level keys hold a secret."""
        values: dict[str, Any] = {}
        secrets = set()
        for key, value in sorted(struct.fields.items()):
            if value.WhichOneof("kind") == "null_value":
                continue
            values[key], secret = self.value(value)
            if secret:
                secrets.add(key)
        return values, frozenset(secrets)

    def value(self, value: struct_pb2.Value) -> tuple[Any, bool]:
        """One plain value, and whether it is or holds a secret."""
        kind = value.WhichOneof("kind")
        if kind == "string_value":
            return value.string_value, False
        if kind == "number_value":
            number = value.number_value
            return (int(number) if number.is_integer() else number), False
        if kind == "bool_value":
            return value.bool_value, False
        if kind == "list_value":
            items = [self.value(item) for item in value.list_value.values]
            return [item for item, _ in items], any(secret for _, secret in items)
        if kind == "struct_value":
            return self._struct(value.struct_value)
        return None, False

    def _struct(self, struct: struct_pb2.Struct) -> tuple[Any, bool]:
        fields = struct.fields
        signature = fields[_SIGNATURE].string_value if _SIGNATURE in fields else None
        if signature is None:
            values, secrets = self.mapping(struct)
            return values, bool(secrets)
        if signature == rpc._special_secret_sig:
            return self.value(fields["value"])[0], True
        if signature == rpc._special_resource_sig:
            return _referred(struct), False
        return self._asset(struct), False

    def _asset(self, struct: struct_pb2.Struct) -> pulumi.Asset | pulumi.Archive:
        fields = struct.fields
        archive = fields[_SIGNATURE].string_value == rpc._special_archive_sig
        if "path" in fields:
            path = os.path.normpath(self._folder / fields["path"].string_value)
            return pulumi.FileArchive(path) if archive else pulumi.FileAsset(path)
        if "uri" in fields:
            uri = fields["uri"].string_value
            return pulumi.RemoteArchive(uri) if archive else pulumi.RemoteAsset(uri)
        if "assets" in fields:
            return pulumi.AssetArchive(self.mapping(fields["assets"].struct_value)[0])
        return pulumi.StringAsset(fields["text"].string_value)


def _referred(reference: struct_pb2.Struct) -> str:
    return str(reference.fields["id"].string_value or reference.fields["urn"].string_value)


def replace_references(struct: struct_pb2.Struct) -> None:
    """Replace resource references by ids, in place: what a provider that takes none is sent."""
    for value in struct.fields.values():
        _replace_reference(value)


def _replace_reference(value: struct_pb2.Value) -> None:
    kind = value.WhichOneof("kind")
    if kind == "list_value":
        for item in value.list_value.values:
            _replace_reference(item)
    elif kind == "struct_value":
        fields = value.struct_value.fields
        if _SIGNATURE in fields and fields[_SIGNATURE].string_value == rpc._special_resource_sig:
            value.string_value = _referred(value.struct_value)
        else:
            replace_references(value.struct_value)


def encode(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """A struct of plain values; numbers become doubles, as everywhere on Pulumi's wire."""
    struct = struct_pb2.Struct()
    struct.update(dict(values))
    return struct


def hide_keys(struct: struct_pb2.Struct, keys: Iterable[str]) -> None:
    """Mark top-level members as secret, in place."""
    for key in set(keys) & set(struct.fields):
        plain = struct_pb2.Value()
        plain.CopyFrom(struct.fields[key])
        if plain.WhichOneof("kind") == "struct_value" and _is_secret(plain.struct_value):
            continue
        secret = struct_pb2.Struct()
        secret.fields[_SIGNATURE].string_value = rpc._special_secret_sig
        secret.fields["value"].CopyFrom(plain)
        struct.fields[key].struct_value.CopyFrom(secret)


def _is_secret(struct: struct_pb2.Struct) -> bool:
    return _SIGNATURE in struct.fields and struct.fields[_SIGNATURE].string_value == rpc._special_secret_sig
