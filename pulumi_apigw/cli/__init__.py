"""The command line: `apigw` and its commands, one file each."""

from __future__ import annotations

import click

from .group import LazyGroup

__all__ = ["main"]


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pulumi-apigw", prog_name="apigw", message="%(prog)s %(version)s")
def main() -> None:
    """AWS API Gateway for Pulumi: one config, checked, served on a laptop, deployed to a stack per stage.

    \b
    A day with it:
      apigw new orders           scaffold a service
      cd orders
      apigw check                find every mistake in api.yaml
      apigw serve                run it here, with no AWS account
      apigw call "GET /items"    ask it one question, with a token
      pulumi up --stack dev      deploy it
      apigw promote dev prod     let prod have what was tested in dev

    \b
    Exit codes: 0 success, 1 an error that is told on stderr, 2 a command that is not
    understood, 130 interrupted.
    """
