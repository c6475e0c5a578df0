"""What `pulumi up` deploys: a user pool that issues tokens, and the service that api.yaml describes."""

import pulumi
import pulumi_apigw
import pulumi_aws as aws

RESOURCE_SERVER = "{{ cookiecutter.service }}"
# Every scope that a route in api.yaml asks for has to be here too, or no client can get a token with it.
{% if cookiecutter.protocol == "rest" %}
SCOPES = {"items.read": "Read the catalogue", "quotes.write": "Ask for quotes"}
{% elif cookiecutter.protocol == "websocket" %}
SCOPES = {"announcements.write": "Announce to everybody in the chat"}
{% else %}
SCOPES = {"quotes.write": "Ask for quotes"}
{% endif %}


def define() -> None:
{% if cookiecutter.topology == "shared" %}
    """Register every resource of the stack, which deploys all stages."""
    pool = aws.cognito.UserPool("callers", deletion_protection="ACTIVE")  # prod's callers are in it too
{% else %}
    """Register every resource of the stack, whose name is the stage that it deploys."""
    pool = aws.cognito.UserPool(
        "callers", deletion_protection="ACTIVE" if pulumi.get_stack() == "prod" else "INACTIVE"
    )
{% endif %}
    client = create_client(pool)

{% if cookiecutter.protocol == "rest" %}
    service = pulumi_apigw.Service.from_file("api.yaml", refs={"pool_arn": pool.arn})
{% else %}
    service = pulumi_apigw.Service.from_file("api.yaml", refs={"pool_id": pool.id, "client_id": client.id})
{% endif %}

    service.export()  # URLs for callers, and {{ "releases" if cookiecutter.topology == "shared" else "the release" }} for `apigw promote`
    pulumi.export("token_url", create_token_endpoint(pool))
    pulumi.export("client_id", client.id)
    pulumi.export("client_secret", client.client_secret)


def create_client(pool: aws.cognito.UserPool) -> aws.cognito.UserPoolClient:
    """A program that calls the API with OAuth 2.0 client credentials.

    Cognito bills such clients by the month and by the token: https://aws.amazon.com/cognito/pricing/
    For people who sign in, use `allowed_oauth_flows=["code"]` with `callback_urls`; api.yaml stays as it is.
    """
    resource_server = aws.cognito.ResourceServer(
        "api",
        user_pool_id=pool.id,
        identifier=RESOURCE_SERVER,
        name=RESOURCE_SERVER,
        scopes=[
            {"scope_name": name, "scope_description": description} for name, description in SCOPES.items()
        ],
    )
    return aws.cognito.UserPoolClient(
        "client",
        user_pool_id=pool.id,
        generate_secret=True,
        allowed_oauth_flows_user_pool_client=True,
        allowed_oauth_flows=["client_credentials"],
        allowed_oauth_scopes=[f"{RESOURCE_SERVER}/{name}" for name in SCOPES],
        opts=pulumi.ResourceOptions(depends_on=[resource_server]),
    )


def create_token_endpoint(pool: aws.cognito.UserPool) -> pulumi.Output[str]:
    """The URL at which clients get tokens; its host is named after the pool, so that no other can have it."""
    domain = aws.cognito.UserPoolDomain(
        "callers",
        user_pool_id=pool.id,
        domain=pool.id.apply(lambda pool_id: pool_id.lower().replace("_", "-")),
    )
    region = pool.id.apply(lambda pool_id: pool_id.partition("_")[0])
    return pulumi.Output.format("https://{}.auth.{}.amazoncognito.com/oauth2/token", domain.domain, region)
