"""Refuse answers that would make a project that cannot work, before a file of it is written."""

import keyword
import re
import sys

SERVICE = {{ cookiecutter.service | tojson }}
PACKAGE = {{ cookiecutter.__package | tojson }}
DESCRIPTION = {{ cookiecutter.description | tojson }}
PROTOCOL = {{ cookiecutter.protocol | tojson }}
TOPOLOGY = {{ cookiecutter.topology | tojson }}
REGION = {{ cookiecutter.aws_region | tojson }}
AUTHOR = {{ cookiecutter.author | tojson }}

LENGTH = 32
DESCRIPTION_LENGTH = 256  # of a Pulumi project's
# A package of such a name would hide a top-level module of the project, or one that it or its libraries import.
TAKEN = frozenset(
    "annotated_types anyio aws_lambda_powertools boto3 botocore click conftest cookiecutter google grpc httpx "
    "infrastructure jmespath jwt packaging pluggy pulumi pulumi_apigw pulumi_aws pydantic pydantic_core pytest rich "
    "ruamel ruff src starlette test tests typing_extensions typing_inspection uv uvicorn yaml".split()
)


def refusal() -> str | None:
    """What is wrong with the answers, and what to give instead."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]", SERVICE):
        return (
            f"service {SERVICE!r} is not accepted. "
            f"It takes 2 to {LENGTH} lower-case letters, digits and '-', "
            "beginning with a letter and ending with a letter or digit, such as 'orders'."
        )
    if len(SERVICE) > LENGTH:
        return f"service {SERVICE!r} has {len(SERVICE)} characters. At most {LENGTH} are accepted: shorten it."
    if keyword.iskeyword(PACKAGE) or keyword.issoftkeyword(PACKAGE):
        return f"service {SERVICE!r} is a word of Python's own and cannot name a package. Choose another name."
    if PACKAGE in sys.stdlib_module_names:
        return f"service {SERVICE!r} would hide Python's own module {PACKAGE!r}. Choose another name."
    if PACKAGE in TAKEN:
        return f"service {SERVICE!r} would hide {PACKAGE!r}, which the project uses. Choose another name."
    if SERVICE.startswith("pulumi-"):
        return f"service {SERVICE!r} would be a provider to Pulumi, as each pulumi-* is. Choose another name."
    if (PROTOCOL, TOPOLOGY) == ("websocket", "shared"):
        return (
            "topology 'shared' is not accepted with protocol 'websocket': stages of one API would share the "
            "table of connections, and messages would reach the clients of all stages. "
            "Choose topology 'stack-per-stage', or protocol 'http' or 'rest'."
        )
    if not re.fullmatch(r"[a-z]{2,}(-[a-z]+)+-\d+", REGION):
        return f"aws_region {REGION!r} is not accepted. It takes the id of a region, such as 'eu-west-1'."
    for name, text in {"description": DESCRIPTION, "author": AUTHOR}.items():
        if re.search(r"[\\\"\x00-\x1f\x7f\x85\u2028\u2029]|\$\{", text):
            return f"{name} {text!r} is not accepted. It takes one line without '\"', '\\' and '${'{'}'."
    if len(DESCRIPTION) > DESCRIPTION_LENGTH:
        fact = f"description has {len(DESCRIPTION)} characters."
        return f"{fact} At most {DESCRIPTION_LENGTH} are accepted: shorten it."
    return None


if reason := refusal():
    sys.stderr.write(f"{reason}\n")
    sys.exit(1)
