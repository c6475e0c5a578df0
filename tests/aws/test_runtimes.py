from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from pulumi_apigw.aws import runtimes
from pulumi_apigw.config.functions import FunctionConfig

ServiceModels = Callable[[str], Any]


def test_both_sets_together_are_lambdas_list(service_model: ServiceModels) -> None:
    listed = set(service_model("lambda").shape_for("Runtime").metadata["enum"])

    assert listed == runtimes.RUNTIMES | runtimes.DEPRECATED_RUNTIMES


def test_no_runtime_is_both_supported_and_deprecated() -> None:
    assert not runtimes.RUNTIMES & runtimes.DEPRECATED_RUNTIMES
    assert "python3.13" in runtimes.RUNTIMES
    assert "python3.8" in runtimes.DEPRECATED_RUNTIMES


def test_what_can_still_be_created_is_deprecated() -> None:
    assert runtimes.CREATABLE_DEPRECATED_RUNTIMES < runtimes.DEPRECATED_RUNTIMES
    assert "python3.10" in runtimes.CREATABLE_DEPRECATED_RUNTIMES
    assert not {"python3.7", "go1.x", "provided"} & runtimes.CREATABLE_DEPRECATED_RUNTIMES


def test_architectures_are_those_of_lambdas_model(service_model: ServiceModels) -> None:
    known = get_args(FunctionConfig.model_fields["architecture"].annotation)

    assert set(service_model("lambda").shape_for("Architecture").metadata["enum"]) == set(known)
