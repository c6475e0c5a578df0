{% if cookiecutter.protocol == "websocket" %}
"""The Lambda function of the HTTP API: it lets users into the chat, and announces to everybody in it."""
{% else %}
"""The Lambda function behind api.yaml's routes: each function here answers the route of its own path."""
{% endif %}

{% if cookiecutter.topology == "shared" %}
import logging
{% endif %}
{% if cookiecutter.protocol == "rest" %}
import os
{% endif %}
{% if cookiecutter.protocol == "websocket" %}
from typing import Any
{% else %}
from typing import Any, cast
{% endif %}

from aws_lambda_powertools import Logger
{% if cookiecutter.protocol == "rest" %}
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig
{% else %}
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
{% endif %}
{% if cookiecutter.protocol != "websocket" %}
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
{% endif %}
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext
{% if cookiecutter.protocol == "websocket" %}
from pydantic import BaseModel, Field

from . import clients, tickets
{% else %}

from . import catalogue
{% endif %}

logger = Logger()
{% if cookiecutter.protocol == "rest" %}
# Paths begin with the base path where the stage's domain has one; routes do not.
base_paths: list[Any] = [f"/{path}" for path in os.environ.get("BASE_PATHS", "").split()]
# A REST API sends on what functions answer, so the header of CORS is added here, for `cors` of api.yaml.
origins = os.environ.get("CORS_ALLOW_ORIGINS", "").split()
cors = CORSConfig(allow_origin=origins[0], extra_origins=origins[1:]) if origins else None
app = APIGatewayRestResolver(
    cors=cors,
    enable_validation=True,  # bodies that still do not fit get 422
    strip_prefixes=base_paths,
)
{% else %}
app = APIGatewayHttpResolver(enable_validation=True)  # bodies that do not fit get 422, with the reasons
{% endif %}


{% if cookiecutter.protocol == "websocket" %}
class Ticket(BaseModel):
    ticket: str
    lifetime_seconds: int = tickets.LIFETIME_SECONDS


class Announcement(BaseModel):
    text: str = Field(min_length=1, max_length=1000)


@app.post("/tickets")
def create_ticket() -> Ticket:
    """A ticket for the caller of this token; clients connect with `?ticket=…`."""
    authorizer = app.current_event.request_context.authorizer
    claims = authorizer.jwt_claim if authorizer else {}
    return Ticket(ticket=tickets.issue(claims.get("username") or claims["sub"]))


@app.post("/announcements")
def announce(announcement: Announcement) -> dict[str, int]:
    clients_reached = clients.broadcast({"event": "announcement", "text": announcement.text})
    logger.info("announced", extra={"clients": clients_reached})
    return {"clients": clients_reached}
{% else %}
@app.get("/items")
def list_items() -> list[catalogue.Item]:
    return catalogue.list_items()


@app.get("/items/<item_id>")
def get_item(item_id: str) -> catalogue.Item:
    try:
        return catalogue.find_item(item_id)
    except catalogue.UnknownItem:
        raise NotFoundError(f"There is no item {item_id!r}.") from None


@app.post("/quotes")
def create_quote(request: catalogue.QuoteRequest) -> catalogue.Quote:
    pricing = cast(catalogue.Pricing, app.current_event.stage_variables["pricing"])
    try:
        quote = catalogue.quote(request, pricing)
    except catalogue.UnknownItem:
        raise NotFoundError(f"There is no item {request.item_id!r}.") from None
{% if cookiecutter.protocol == "rest" %}
    customer = app.current_event.headers["x-customer"]  # API Gateway lets no request through without it
    logger.info("quoted", extra={"quote": quote.model_dump(), "customer": customer})
{% else %}
    logger.info("quoted", extra={"quote": quote.model_dump()})
{% endif %}
    return quote
{% endif %}


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok", "stage": app.current_event.request_context.stage}


{% if cookiecutter.protocol == "rest" %}
@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
{% if cookiecutter.topology == "shared" %}
    log_as_the_stage_says(event)
{% endif %}
    return app.resolve(event, context)
{% else %}
@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
{% if cookiecutter.topology == "shared" %}
    log_as_the_stage_says(event)
{% endif %}
    return app.resolve(with_stage_in_path(event), context)


def with_stage_in_path(event: dict[str, Any]) -> dict[str, Any]:
    """The event with its stage's name at the head of `rawPath`, where Powertools cuts it off without looking.

    API Gateway puts it there (`/dev/items`) unless the stage is `$default`; where a path comes without it,
    `/items` would be cut to `ms`. https://github.com/aws-powertools/powertools-lambda-python/issues/621
    """
    stage, path = event["requestContext"]["stage"], event["rawPath"]
    if stage == "$default" or path == f"/{stage}" or path.startswith(f"/{stage}/"):
        return event
    return {**event, "rawPath": f"/{stage}{path}"}
{% endif %}
{% if cookiecutter.topology == "shared" %}


def log_as_the_stage_says(event: dict[str, Any]) -> None:
    """Log nothing below the stage's `log_level`: the function's own level in api.yaml is one for all stages.

    It is set on Python's logger, since that of Powertools gives way to the function's own level.
    """
    variables = event.get("stageVariables") or {}
    logging.getLogger(logger.name).setLevel(variables.get("log_level", "INFO"))
{% endif %}
