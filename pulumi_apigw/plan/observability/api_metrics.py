"""What CloudWatch knows of an API's stage: AWS's metrics by its kind, and counts of its log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...config.log_lines import key_of
from ..api_parts import AccessLogPlan
from ..model import AnyApiPlan, RestApiPlan, WebSocketApiPlan
from .model import LogMetricPlan, MetricPlan

__all__ = ["ApiMetrics", "api_metrics", "log_metrics", "status_key"]

_NAMESPACE = "AWS/ApiGateway"


@dataclass(frozen=True, kw_only=True)
class ApiMetrics:
    """The metrics of one API's stage by what they mean, whatever AWS calls them for its kind."""

    requests: MetricPlan
    server_errors: tuple[MetricPlan, ...]
    client_errors: tuple[MetricPlan, ...]
    latency: str
    """Name of the metric of how long answers take, in milliseconds."""
    traffic: tuple[MetricPlan, ...]
    """What a dashboard shows first."""

    def latency_at(self, statistic: str) -> MetricPlan:
        """How long answers take, by a percentile."""
        return _metric(self.requests.api, self.latency, statistic, f"{self.latency} {statistic}")


def api_metrics(plan: AnyApiPlan) -> ApiMetrics:
    """AWS's metrics of an API's stage.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html,
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html and
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
    """
    if isinstance(plan, WebSocketApiPlan):
        messages = _sum(plan, "MessageCount", "Messages")
        failed = _sum(plan, "IntegrationError", "Integration errors")
        unsent = _sum(plan, "ExecutionError", "Execution errors")
        return ApiMetrics(
            requests=messages,
            server_errors=(failed, unsent),
            client_errors=(_sum(plan, "ClientError", "Client errors"),),
            latency="IntegrationLatency",
            traffic=(messages, _sum(plan, "ConnectCount", "Connections")),
        )
    rest = isinstance(plan, RestApiPlan)
    requests = _sum(plan, "Count", "Requests")
    return ApiMetrics(
        requests=requests,
        server_errors=(_sum(plan, "5XXError" if rest else "5xx", "5XX"),),
        client_errors=(_sum(plan, "4XXError" if rest else "4xx", "4XX"),),
        latency="Latency",
        traffic=(requests,),
    )


def log_metrics(plan: AnyApiPlan, log: AccessLogPlan | None, namespace: str) -> Iterator[LogMetricPlan]:
    """What an API's access log is counted for, as far as its format tells; none where there is no log group.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html and
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
    """
    if log is None or log.log_class == "INFREQUENT_ACCESS":  # a class that takes no metric filters
        return
    status = status_key(log)
    error, route = _key(log, "$context.authorizer.error"), _key(log, "$context.routeKey")
    if status:
        yield _counted(plan, namespace, "throttled", "Throttled", _is(status, "429"))
    if plan.authorizers and error:
        # '-' stands where there is nothing to log.
        pattern = f'{{ ($.{error} = "*") && ($.{error} != "-") }}'
        yield _counted(plan, namespace, "authorizer-errors", "Authorizer errors", pattern)
    if isinstance(plan, WebSocketApiPlan) and status and route:
        refused = f'($.{status} = "4*") || ($.{status} = "5*") || ($.{status} >= 400)'
        pattern = f'{{ ($.{route} = "$connect") && ({refused}) }}'
        yield _counted(plan, namespace, "connect-errors", "Refused connections", pattern)


def _is(key: str, status: str) -> str:
    # A format of the user's own may write the status as a number.
    return f'{{ ($.{key} = "{status}") || ($.{key} = {status}) }}'


def status_key(log: AccessLogPlan | None) -> str | None:
    """The key of the status in the lines of a log group, if they can be searched for it."""
    return _key(log, "$context.status")


def _key(log: AccessLogPlan | None, variable: str) -> str | None:
    return key_of(log.format, variable) if log and log.firehose_arn is None else None


def _counted(plan: AnyApiPlan, namespace: str, what: str, label: str, pattern: str) -> LogMetricPlan:
    # Metrics of a log have no dimensions here, since lines without a match could then not be counted as 0.
    metric = MetricPlan(namespace=namespace, name=f"{plan.name}.{what}", statistic="Sum", label=label)
    return LogMetricPlan(name=f"{plan.name}.{what}", api=plan.name, pattern=pattern, metric=metric)


def _sum(plan: AnyApiPlan, name: str, label: str) -> MetricPlan:
    return _metric(plan.name, name, "Sum", label)


def _metric(api: str | None, name: str, statistic: str, label: str) -> MetricPlan:
    return MetricPlan(namespace=_NAMESPACE, name=name, statistic=statistic, label=label, api=api)
