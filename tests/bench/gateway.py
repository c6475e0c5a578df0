"""How much the local gateway costs: its requests/s as a share of a bare uvicorn app's, in one run.

`python -m tests.bench.gateway` prints a table; `--json` one line of JSON. Both servers have the same workers
and the same load, in turns, so that what else the computer does falls on both.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.load import CONNECTIONS
from tests.bench.workload import PATH, WORKERS, write_source

ROUNDS = 5
ROUND_SECONDS = 1.0
WARM_UP_SECONDS = 1.5

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        server("bare", write_source(Path(folder))) as bare,
        server("served", Path(folder)) as served,
    ):
        urls = {"bare": bare + PATH, "gateway": served + PATH}
        for url in urls.values():
            load(url, WARM_UP_SECONDS)
        rounds = [{name: load(url, ROUND_SECONDS) for name, url in urls.items()} for _ in range(ROUNDS)]
    result = summary(rounds)
    print(json.dumps(result) if "--json" in arguments else table(result))


@contextmanager
def server(module: str, folder: Path) -> Iterator[str]:
    """Run a server of this package; its URL."""
    command = [sys.executable, "-m", f"tests.bench.{module}", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if not url:
                raise SystemExit(f"{' '.join(command)} did not start")
            yield url
        finally:
            process.terminate()


def load(url: str, seconds: float) -> dict[str, float]:
    """Load from a process of its own, which takes no time of the servers' but the processor's."""
    command = [sys.executable, "-m", "tests.bench.load", url, str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def summary(rounds: list[dict[str, dict[str, float]]]) -> dict[str, Any]:
    """The median round of each server, and the median of the rounds' ratios."""
    figures: dict[str, Any] = {
        name: {key: statistics.median(r[name][key] for r in rounds) for key in rounds[0][name]}
        for name in rounds[0]
    }
    rates = [(r["gateway"]["requests_per_second"], r["bare"]["requests_per_second"]) for r in rounds]
    ratio = statistics.median(gateway / bare for gateway, bare in rates)
    return {"ratio": ratio, "connections": CONNECTIONS, "workers": WORKERS, **figures}


def table(result: dict[str, Any]) -> str:
    lines = [
        f"{CONNECTIONS} connections, {WORKERS} workers, median of {ROUNDS} rounds of {ROUND_SECONDS:g} s"
    ]
    for name in ("bare", "gateway"):
        figures = result[name]
        lines.append(
            f"{name:8} {figures['requests_per_second']:7.0f} requests/s"
            f"   median {figures['median_ms']:5.1f} ms   p99 {figures['p99_ms']:5.1f} ms"
        )
    return "\n".join([*lines, f"ratio    {result['ratio']:.2f} (at least 0.5 is asked)"])


if __name__ == "__main__":
    main(sys.argv[1:])
