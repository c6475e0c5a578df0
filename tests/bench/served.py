"""A program written by hand, served by the local gateway.

`python -m tests.bench.served FOLDER` prints its URL when it answers.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

from pulumi_apigw.graph import capture
from pulumi_apigw.local import serve
from tests.bench.workload import HANDLER, WORKERS


def program(folder: Path) -> None:
    """One function behind one route, through an alias that a stage variable names."""
    role = aws.iam.Role("api", assume_role_policy="{}")
    function = aws.lambda_.Function(
        "api",
        name="api",
        role=role.arn,
        runtime=aws.lambda_.Runtime.PYTHON3D13,
        handler=HANDLER,
        code=pulumi.FileArchive(str(folder)),
        publish=True,
    )
    alias = aws.lambda_.Alias(
        "dev", name="dev", function_name=function.name, function_version=function.version
    )
    api = aws.apigatewayv2.Api("public", protocol_type="HTTP")
    integration = aws.apigatewayv2.Integration(
        "api",
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_uri=pulumi.Output.concat(function.arn, ":${stageVariables.backend}"),
        payload_format_version="2.0",
    )
    aws.apigatewayv2.Route(
        "item",
        api_id=api.id,
        route_key="GET /items/{id}",
        target=integration.id.apply("integrations/{}".format),
    )
    aws.apigatewayv2.Stage(
        "default", api_id=api.id, name="$default", auto_deploy=True, stage_variables={"backend": "dev"}
    )
    aws.lambda_.Permission(
        "public",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="apigateway.amazonaws.com",
        qualifier=alias.name,
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )


def main(folder: Path) -> None:
    graph = capture(lambda: program(folder))
    with serve(graph, project_dir=folder, workers=WORKERS) as gateway:
        print(gateway.url(), flush=True)
        signal.sigwait({signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    main(Path(sys.argv[1]))
