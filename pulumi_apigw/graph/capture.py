"""`capture`: run a Pulumi program under recording mocks and return the graph of its resources."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi_apigw.artifacts import sources_only
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph.aws_calls import Calls
from pulumi_apigw.graph.aws_mocks import Aws
from pulumi_apigw.graph.failure import explain
from pulumi_apigw.graph.model import ResourceGraph
from pulumi_apigw.graph.monitor import RecordingMonitor
from pulumi_apigw.graph.program import Program, load
from pulumi_apigw.graph.project import read_project
from pulumi_apigw.graph.runtime import no_garbage_collection, run, sdk_warnings_off
from pulumi_apigw.graph.stack_config import StackConfig, with_defaults
from pulumi_apigw.graph.urns import Urns

__all__ = ["ACCOUNT_ID", "capture", "capture_project"]

ACCOUNT_ID = "123456789012"
"""AWS's own example account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"""

# The working folder, `sys.path` and `sys.modules` belong to the process: one program at a time.
_LOCK = threading.Lock()


def capture(
    program: Callable[[], Any] | str | os.PathLike[str],
    *,
    project: str = "project",
    stack: str = "dev",
    config: Mapping[str, Any] | None = None,
    region: str | None = None,
    account_id: str = ACCOUNT_ID,
    calls: Calls | None = None,
) -> ResourceGraph:
    """Run a Pulumi program under recording mocks, without AWS or Pulumi's CLI, and return what it registers.

    `program` is a function, a Python file, or a folder with a `__main__.py`; a file runs from its own
    folder. `config` is the stack's: keys without a namespace get the project's, values that are not text
    are sent as JSON, `{"secure": …}` becomes a secret with the text `[secret]`. `region` is `aws:region` of
    the config where it is not given, else us-east-1. `calls` answers data sources, and methods of packaged
    components, by token, over the answers built in:

        capture(program, calls={"aws:ec2/getVpc:getVpc": {"cidrBlock": "10.1.0.0/16"}})

    Raises `ProgramError` with the file and line where the program failed; other errors of this package pass
    through.
    """
    settings = StackConfig.of(config or {}, project)
    return _capture(load(program), project, stack, settings, region, account_id, calls)


def capture_project(
    folder: str | os.PathLike[str],
    *,
    stack: str,
    config: Mapping[str, Any] | None = None,
    region: str | None = None,
    account_id: str = ACCOUNT_ID,
    calls: Calls | None = None,
) -> ResourceGraph:
    """Capture the Pulumi project in a folder as one of its stacks.

    Reads `Pulumi.yaml` (`name`, `main`, `config`) and `config` of `Pulumi.<stack>.yaml` where there is one;
    `config` here goes over both, and what a file keeps encrypted reads as the text `[secret]` unless it is
    given here. The other arguments are those of `capture`.

    Raises `ProgramError` where the folder is no Python project of Pulumi's, or its program fails.
    """
    project = read_project(Path(folder), stack)
    settings = project.config.under(StackConfig.of(config or {}, project.name))
    return _capture(load(project.main), project.name, stack, settings, region, account_id, calls)


def _capture(
    program: Program,
    project: str,
    stack: str,
    settings: StackConfig,
    region: str | None,
    account_id: str,
    calls: Calls | None,
) -> ResourceGraph:
    settings = with_defaults(settings, region)
    stack = stack.rpartition("/")[2]
    aws = Aws(settings.values["aws:region"], account_id)
    monitor = RecordingMonitor(Urns(project, stack), aws, program.folder, calls or {})
    _run(program, monitor, project, stack, settings)
    return ResourceGraph(
        project=project,
        stack=stack,
        region=aws.region,
        account_id=account_id,
        resources=tuple(monitor.recorded.values()),
        exports=monitor.exports,
        secret_exports=monitor.secret_exports,
    )


def _run(
    program: Program, monitor: RecordingMonitor, project: str, stack: str, settings: StackConfig
) -> None:
    if threading.current_thread().name == "pulumi-program":
        raise ProgramError("a program that is being captured cannot capture another one.")
    cwd = Path.cwd()
    with _LOCK, sources_only(), sdk_warnings_off(), no_garbage_collection():
        error = run(
            program,
            monitor,
            project=project,
            stack=stack,
            config=settings.values,
            secret_keys=sorted(settings.secret_keys),
        )
        if error is None:
            return
        failure = explain(error, program.folder.resolve(), cwd)
        # Coroutines that a failed program never awaited are warned of when collected: now, with warnings off.
        # They are young, as nothing has been collected since the program began.
        del error
        gc.collect(1)
    raise failure
