"""The config of a stage and its functions' code → the release that they are."""

from __future__ import annotations

from collections.abc import Mapping

from ..config import ServiceConfig, stage_variables
from ..config.functions import FunctionConfig
from .canonical import digest
from .release import FunctionRelease, Release

__all__ = ["release_of"]


def release_of(
    config: ServiceConfig, code: Mapping[str, str | None], *, commit: str | None = None, stage: str
) -> Release:
    """What the stack of one stage runs.

    `config` is the stage's own with its patches merged in and `${stage.x}` left as written
    (`Examination.written`), so that it is the same in each stage whose patch leaves the APIs alone. `code`
    gives the SHA-256 of the zip of each function that is built here, None where no zips are built.
    """
    apis = {name: api.model_dump(mode="json", exclude_none=True) for name, api in config.apis.items()}
    functions = {
        name: FunctionRelease(
            code_sha256=code[name],
            runtime=each.runtime,
            handler=each.handler,
            architecture=each.architecture,
        )
        for name, each in config.functions.items()
        if isinstance(each, FunctionConfig)
    }
    contents = {name: each.content for name, each in functions.items()}
    values = stage_variables(config, stage)
    return Release(
        id=digest({"apis": apis, "functions": contents}),
        service=config.service,
        stage=stage,
        commit=commit,
        apis=apis,
        functions=functions,
        variables={
            name: values[name]
            for name, each in config.stage_variables.items()
            if each.promote and name in values
        },
        contents={
            **{f"apis.{name}": digest(api) for name, api in apis.items()},
            **{f"functions.{name}": digest(content) for name, content in contents.items()},
        },
    )
