"""Runtimes and architectures of Lambda functions whose code is a zip.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

from __future__ import annotations

from typing import Final

RUNTIMES: Final = frozenset(
    {
        "dotnet8",
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
        "provided.al2",
        "provided.al2023",
        "python3.10",
        "python3.11",
        "python3.12",
        "python3.13",
        "python3.14",
        "python3.15",
        "ruby3.2",
        "ruby3.3",
        "ruby3.4",
        "ruby4.0",
    }
)
"""Runtimes that a new function can be made with."""

DEPRECATED_RUNTIMES: Final = frozenset(
    {
        "dotnet6",
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
        "python2.7",
        "python3.6",
        "python3.7",
        "python3.8",
        "python3.9",
        "ruby2.5",
        "ruby2.7",
    }
)
"""Runtimes that get no more security patches, and that AWS blocks some time after (never in `RUNTIMES`)."""

ARCHITECTURES: Final = frozenset({"arm64", "x86_64"})
"""https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html"""
