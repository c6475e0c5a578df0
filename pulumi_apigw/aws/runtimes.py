"""Runtimes and architectures of Lambda functions whose code is a zip.

Both sets together are Lambda's own list, which a test compares with botocore's model. Which of them are
deprecated is as of November 2026: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

from __future__ import annotations

from typing import Final

RUNTIMES: Final = frozenset(
    {
        "dotnet10",
        "java8.al2",
        "java8.al2023",
        "java11",
        "java11.al2023",
        "java17",
        "java17.al2023",
        "java21",
        "java25",
        "nodejs22.x",
        "nodejs24.x",
        "nodejs26.x",
        "provided.al2023",
        "python3.11",
        "python3.12",
        "python3.13",
        "python3.14",
        "python3.15",
        "ruby3.3",
        "ruby3.4",
        "ruby4.0",
    }
)
"""Runtimes that get security patches: what a new function should use."""

DEPRECATED_RUNTIMES: Final = frozenset(
    {
        "dotnet6",
        "dotnet8",
        "dotnetcore1.0",
        "dotnetcore2.0",
        "dotnetcore2.1",
        "dotnetcore3.1",
        "go1.x",
        "java8",
        "nodejs",
        "nodejs4.3",
        "nodejs4.3-edge",
        "nodejs6.10",
        "nodejs8.10",
        "nodejs10.x",
        "nodejs12.x",
        "nodejs14.x",
        "nodejs16.x",
        "nodejs18.x",
        "nodejs20.x",
        "provided",
        "provided.al2",
        "python2.7",
        "python3.6",
        "python3.7",
        "python3.8",
        "python3.9",
        "python3.10",
        "ruby2.5",
        "ruby2.7",
        "ruby3.2",
    }
)
"""Runtimes that get no more security patches; none is in `RUNTIMES`.

AWS refuses to create functions with one only some time after that, and to update them later still.

https://docs.aws.amazon.com/lambda/latest/dg/runtime-support-policy.html
"""

CREATABLE_DEPRECATED_RUNTIMES: Final = frozenset(
    {
        "dotnet6",
        "dotnet8",
        "nodejs16.x",
        "nodejs18.x",
        "nodejs20.x",
        "provided.al2",
        "python3.8",
        "python3.9",
        "python3.10",
        "ruby3.2",
    }
)
"""Deprecated runtimes that new functions can have until 2027-02-01; Lambda refuses new ones with the others.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated
"""
