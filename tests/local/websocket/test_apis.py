"""What is read out of a graph."""

from __future__ import annotations

import pulumi_aws as aws

from pulumi_apigw.graph import capture
from pulumi_apigw.local.apis import read_graph


def test_mistakes_that_aws_refuses_are_noted() -> None:
    def program() -> None:
        api = aws.apigatewayv2.Api("chat", name="chat", protocol_type="WEBSOCKET")
        aws.apigatewayv2.Route("send", api_id=api.id, route_key="send", authorization_type="AWS_IAM")
        aws.apigatewayv2.Model(
            "bad", api_id=api.id, name="bad", content_type="application/json", schema="not json"
        )

    notes = "\n".join(read_graph(capture(program)).notes)
    assert "API 'chat': no stage, so nothing is served. Add an aws.apigatewayv2.Stage" in notes
    assert (
        "API 'chat': route 'send' has authorization type AWS_IAM, which AWS takes on $connect alone." in notes
    )
    assert "API 'chat': the schema of model 'bad' is no JSON: " in notes


def test_a_route_is_joined_with_what_belongs_to_it() -> None:
    def program() -> None:
        api = aws.apigatewayv2.Api("chat", name="chat", protocol_type="WEBSOCKET")
        integration = aws.apigatewayv2.Integration(
            "mock", api_id=api.id, integration_type="MOCK", timeout_milliseconds=5000
        )
        route = aws.apigatewayv2.Route(
            "send", api_id=api.id, route_key="send", target=integration.id.apply("integrations/{}".format)
        )
        aws.apigatewayv2.RouteResponse(
            "send", api_id=api.id, route_id=route.id, route_response_key="$default"
        )
        aws.apigatewayv2.IntegrationResponse(
            "mock", api_id=api.id, integration_id=integration.id, integration_response_key="/2\\d\\d/"
        )
        aws.apigatewayv2.Stage("dev", name="dev", api_id=api.id)

    (api,) = read_graph(capture(program)).apis
    (route,) = api.routes
    assert (route.key, route.two_way, api.protocol) == ("send", True, "websocket")  # type: ignore[attr-defined]
    assert route.integration is not None
    assert (route.integration.type, route.integration.timeout_ms) == ("MOCK", 5000)
    assert [response.key for response in route.integration.responses] == ["/2\\d\\d/"]  # type: ignore[attr-defined]
    assert [(stage.name, stage.deployed) for stage in api.stages] == [("dev", False)]
