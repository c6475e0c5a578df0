"""For a service's own tests: capture its Pulumi program and assert on the resources it registers.

    from pulumi_apigw.testing import assert_resource, assert_resource_counts

    def test_the_api_calls_the_function(capture_service):
        graph = capture_service("dev")
        assert_resource(graph, "aws:lambda/function:Function", "api", timeout=10, memory_size=256)

pytest finds the `capture_service` fixture by itself (an entry point names this module). pytest loads this
module in every run, so Pulumi is imported only when something is captured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pulumi_apigw.errors import ProgramError

if TYPE_CHECKING:
    from pulumi_apigw.graph import Resource, ResourceGraph, capture, capture_project

__all__ = ["assert_resource", "assert_resource_counts", "capture", "capture_project", "capture_service"]

_ABSENT = object()


def __getattr__(name: str) -> Any:
    if name in {"capture", "capture_project"}:
        from pulumi_apigw import graph

        return getattr(graph, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@pytest.fixture(scope="session")
def capture_service(pytestconfig: pytest.Config) -> Callable[..., ResourceGraph]:
    """A function that captures the service whose folder the test is in: `capture_service(stack="dev")`.

    The service is the nearest folder with a `Pulumi.yaml`, from the test's file upwards, else from pytest's
    root. A stack is captured once in a session; with further arguments of `capture_project` it is captured
    anew:

        def test_prod_is_protected(capture_service):
            graph = capture_service("prod", config={"aws:region": "eu-central-1"})
            assert all(resource.protect for resource in graph.of_type("aws:dynamodb/table:Table"))
    """
    captured: dict[tuple[Path, str], ResourceGraph] = {}

    def capture_stack(stack: str = "dev", **options: Any) -> ResourceGraph:
        from pulumi_apigw.graph import capture_project

        folder = _service_folder(Path(sys._getframe(1).f_code.co_filename), pytestconfig.rootpath)
        if options:
            return capture_project(folder, stack=stack, **options)
        key = (folder, stack)
        if key not in captured:
            captured[key] = capture_project(folder, stack=stack)
        return captured[key]

    return capture_stack


def _service_folder(test_file: Path, root: Path) -> Path:
    for folder in (*test_file.parents, root, *root.parents):
        if (folder / "Pulumi.yaml").is_file():
            return folder
    raise ProgramError(f"no Pulumi.yaml in {test_file.parent}, in {root} or above: no service to capture.")


def assert_resource(graph: ResourceGraph, type_: str, name: str | None = None, /, **inputs: Any) -> Resource:
    """Assert that exactly one resource of a type (with a logical name) has these inputs, and return it.

    Inputs are named as in Python (`memory_size`) or on the wire (`memorySize`), with a trailing underscore
    where the name is taken (`name_`, `lambda_`). Nested mappings match where they are part of the real one,
    lists match whole, `None` means that an input is absent. A mapping or list also matches the JSON text of
    one, such as a policy:

        role = assert_resource(graph, "aws:iam/role:Role", assume_role_policy={"Version": "2012-10-17"})
        assert_resource(graph, "aws:lambda/function:Function", "api", environment={"variables": {"TABLE":
        "orders"}})

    Raises `AssertionError` that shows the resource that comes closest, and what differs.
    """
    __tracebackhide__ = True
    of_type = graph.of_type(type_)
    candidates = [resource for resource in of_type if name in (None, resource.name)]
    wanted = f"{type_} named {name!r}" if name else type_
    if not candidates:
        known = [resource.name for resource in of_type] or list(graph.counts())
        raise AssertionError(f"no {wanted}. {_suggestion(name if of_type and name else type_, known)}")
    differences = {resource.urn: list(_differences(inputs, resource)) for resource in candidates}
    matching = [resource for resource in candidates if not differences[resource.urn]]
    if len(matching) == 1:
        return matching[0]
    if matching:
        names = ", ".join(repr(resource.name) for resource in matching)
        raise AssertionError(f"{len(matching)} resources match {wanted}, expected one: {names}.")
    closest = min(candidates, key=lambda resource: len(differences[resource.urn]))
    lines = "\n".join(f"  {difference}" for difference in differences[closest.urn])
    raise AssertionError(f"no {wanted} has these inputs. The closest is {closest.name!r}:\n{lines}")


def _suggestion(wanted: str, known: Sequence[str]) -> str:
    close = get_close_matches(wanted, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"There is: {', '.join(map(repr, sorted(known)))}." if known else "The graph is empty."


def _differences(inputs: Mapping[str, Any], resource: Resource) -> Iterator[str]:
    for key, expected in inputs.items():
        stripped = key.removesuffix("_")
        actual = _member(resource.inputs, stripped)
        secret = stripped in resource.secret_inputs or _camel(stripped) in resource.secret_inputs
        yield from _compare(expected, actual, stripped, secret)


def _compare(expected: Any, actual: Any, path: str, secret: bool) -> Iterator[str]:
    if actual is _ABSENT:
        if expected is not None:
            yield f"{path}: expected {_shown(expected)}, is absent"
        return
    if isinstance(expected, (Mapping, list, tuple)) and isinstance(actual, str):
        actual = _from_json(actual)
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key, value in expected.items():
            yield from _compare(value, _member(actual, key), f"{path}.{key}", secret)
    elif isinstance(expected, (list, tuple)) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (left, right) in enumerate(zip(expected, actual, strict=True)):
            yield from _compare(left, right, f"{path}[{index}]", secret)
    elif not _equal(expected, actual):
        yield f"{path}: expected {_shown(expected)}, is {'[secret]' if secret else _shown(actual)}"


def _member(values: Mapping[str, Any], key: str) -> Any:
    return values[key] if key in values else values.get(_camel(key), _ABSENT)


def _camel(key: str) -> str:
    first, *others = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _equal(expected: Any, actual: Any) -> bool:
    if isinstance(expected, bool) or isinstance(actual, bool):
        # True == 1 in Python, and not on the wire.
        return expected is actual
    return bool(expected == actual) or (_is_asset(expected) and _shown(expected) == _shown(actual))


def _is_asset(value: Any) -> bool:
    return type(value).__name__.endswith(("Asset", "Archive"))


def _shown(value: Any) -> str:
    if not _is_asset(value):
        return repr(value)
    arguments = ", ".join(f"{key}={member!r}" for key, member in vars(value).items())
    return f"{type(value).__name__}({arguments})"


def assert_resource_counts(graph: ResourceGraph, counts: Mapping[str, int], exact: bool = True) -> None:
    """Assert how many resources there are of each type token.

    With `exact` the graph is sealed: a type that is not listed must have no resource, so that nothing is
    added unnoticed. Raises `AssertionError` that lists every difference.

        assert_resource_counts(graph, {"aws:apigatewayv2/api:Api": 1, "aws:apigatewayv2/route:Route": 12},
        exact=False)
    """
    __tracebackhide__ = True
    actual = graph.counts()
    unlisted = sorted(set(actual) - set(counts)) if exact else []
    lines = [
        f"  {type_}: expected {expected}, found {actual.get(type_, 0)}"
        for type_, expected in counts.items()
        if actual.get(type_, 0) != expected
    ]
    lines += [f"  {type_}: not listed, found {actual[type_]}" for type_ in unlisted]
    if lines:
        raise AssertionError("\n".join(["the graph has other resources than expected:", *lines]))
