"""Names of domains, and what of them is known before anything is deployed."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from ...aws import domain_limits
from ..base import checked, matching, problem, shown
from ..references import find_references

__all__ = ["BasePath", "CertificateArn", "DomainName", "VpcEndpointId", "Zone"]


def _of_the_stage(value: str) -> str:
    # Resources are named after it, and the checks compare it: no output of the program can stand here.
    if any(each.namespace == "ref" for each in find_references(value)):
        raise problem(
            f"{shown(value)} holds a value that only the program knows",
            "Write it out, or use a stage variable: ${stage.name}.",
        )
    return value


def _domain_name(value: str) -> None:
    if value != value.lower():
        raise problem(
            f"{shown(value)} has capital letters, which AWS takes in no domain name",
            f"Write {value.lower()!r}.",
        )
    if value.startswith(("http://", "https://", "wss://")) or value.endswith("/"):
        raise problem(f"{shown(value)} is a URL", "Write the name of the host alone.")
    if not domain_limits.DOMAIN_NAME.fullmatch(value):
        raise problem(f"{shown(value)} is no domain name", _meant(value))
    if len(value) > domain_limits.DOMAIN_NAME_LENGTH:
        raise problem(
            f"{shown(value)} has {len(value)} characters",
            f"At most {domain_limits.DOMAIN_NAME_LENGTH} are accepted: shorten it.",
        )


def _meant(value: str) -> str:
    """What a name that is refused may mean: one with a dot at its end, or of other letters than ASCII."""
    plain = value.removesuffix(".")
    if not plain.isascii():
        try:
            plain = plain.encode("idna").decode("ascii")
        except UnicodeError:
            plain = ""
    if plain != value and domain_limits.DOMAIN_NAME.fullmatch(plain):
        return f"Write {plain!r}."
    return "Write one such as 'api.example.com' or '*.example.com'."


def _base_path(value: str) -> None:
    if value != value.strip("/"):
        meant = value.strip("/")
        raise problem(
            f"{shown(value)} begins or ends with '/'",
            f"Write {meant!r}." if meant else "Write '' for the root.",
        )
    if value == "(none)":
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
        raise problem("'(none)' is how AWS shows the root", "Write '' for the root.")
    if value and not domain_limits.BASE_PATH.fullmatch(value):
        raise problem(
            f"{shown(value)} is no base path",
            "It takes letters, digits and $-_.+!*'(), with '/' between the levels, such as 'orders/v1'.",
        )
    if len(value) > domain_limits.BASE_PATH_LENGTH:
        raise problem(
            f"the base path has {len(value)} characters",
            f"At most {domain_limits.BASE_PATH_LENGTH} are accepted: shorten it.",
        )


def _zone(value: str) -> None:
    if domain_limits.ZONE_ID.fullmatch(value):
        return
    name = value.removesuffix(".")
    if not domain_limits.DOMAIN_NAME.fullmatch(name) or name.startswith("*"):
        raise problem(
            f"{shown(value)} is no hosted zone",
            "Write its name such as 'example.com', its id such as 'Z0123456789A', or ${ref.name} for the id.",
        )


DomainName = Annotated[str, AfterValidator(_of_the_stage), checked(_domain_name)]
BasePath = Annotated[str, AfterValidator(_of_the_stage), checked(_base_path)]
"""A base path; the empty text is the root."""
Zone = Annotated[str, checked(_zone)]
CertificateArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate/\S+",
        "the ARN of a certificate in ACM, or ${ref.name} for one",
    ),
]
VpcEndpointId = Annotated[
    str,
    matching(r"vpce-[0-9a-z-]+", "the id of a VPC endpoint such as 'vpce-0a1b2c', or ${ref.name}"),
]
