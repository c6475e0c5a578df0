"""What a document needs that only a deployment knows."""

from __future__ import annotations

from typing import Any, Protocol

from ..plan.model import TargetPlan
from ..plan.rest.model import AwsIntegrationPlan

__all__ = ["Values"]


class Values(Protocol):
    """Supplies what no plan knows: texts, or what becomes one when deploying (a Pulumi Output)."""

    def fill(self, data: Any) -> Any:
        """`data` with its `${ref.x}` put in."""

    def function_uri(self, target: TargetPlan, *, stream: bool = False) -> Any:
        """The URI by which a function is called, by integrations and by authorizers."""

    def service_uri(self, integration: AwsIntegrationPlan) -> Any:
        """The URI of an AWS service's action or path."""

    def role_arn(self, integration: AwsIntegrationPlan) -> Any:
        """ARN of the role by which an AWS service is called."""

    def vpc_link_id(self, name: str) -> Any:
        """Id of a VPC link of the API, by its name."""
