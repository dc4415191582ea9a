"""What the benchmarks share: ratios of times taken in one run, the memory of a fresh process, and a record of both.

A time says little about another machine, a ratio says much: every figure is a median of ratios, ours
and the other's turn by turn, so that a busy moment of the machine hits both.
"""

import importlib.metadata
import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Result:
    """One line of the table of speed and memory.

    ``times`` is how many times as long ours took as the other (below 1: ours is faster); missing where
    there is no other. ``seconds`` is ours, ``memory_gb`` the most that a fresh process held for it.
    """

    work: str
    against: str
    aim: str
    times: float | None
    seconds: float
    memory_gb: float | None = None


def seconds_of(call: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def in_turn(calls: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Seconds of every call, ``repeats`` times, turn by turn."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            taken[name].append(seconds_of(call))
    return taken


def median_ratio(ours: list[float], others: list[float]) -> float:
    """Median of the ratios, turn by turn."""
    return statistics.median(one / other for one, other in zip(ours, others, strict=True))


def peak_memory_gb() -> float:
    """The most memory that this process has held so far."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * (1 if sys.platform == "darwin" else 1024) / 1e9


def memory_of(script: str, *arguments: object) -> float:
    """Peak memory in GB of a fresh process; the script must print it as its last line when given the arguments.

    Start it while this process is small: a child inherits its parent's peak.
    """
    command = [sys.executable, script, *map(str, arguments)]
    child = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(child.stdout.strip().splitlines()[-1])


def record(script: str, results: list[Result], *packages: str, **versions: str) -> None:
    """Print the results and keep them in ``benchmarks/results``, with the versions of what was measured."""
    found = {name: importlib.metadata.version(name) for name in ("numpy", "pandas", *packages)} | versions
    kept = {"python": platform.python_version(), "versions": found, "results": [asdict(one) for one in results]}
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{Path(script).stem}.json").write_text(text, encoding="utf-8")
    for one in results:
        print(f"{one.work} | {one.against} | aim {one.aim} | {shown(one)}")


def shown(result: Result) -> str:
    """The finding in words: how many times as fast or as long, seconds, memory."""
    parts = []
    if result.times is not None:
        faster = result.times < 0.5
        parts.append(f"{1 / result.times:.3g}x faster" if faster else f"{result.times:.2f}x the time")
    parts.append(f"{result.seconds:.3g} s")
    if result.memory_gb is not None:
        parts.append(f"{result.memory_gb:.2f} GB")
    return ", ".join(parts)
