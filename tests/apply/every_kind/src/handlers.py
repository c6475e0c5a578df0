"""Handlers of the service that uses everything."""


def api(event, context):
    """Answer with what was asked."""
    return {"route": event.get("routeKey"), "alias": context.invoked_function_arn.rpartition(":")[2]}


def gate(event, context):
    """Let the key in."""
    return {"isAuthorized": event["headers"].get("x-key") == "open", "context": {"who": "me"}}


def policy_gate(event, context):
    """Let everybody in."""
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
    return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
