"""How grading grows with the class and with the jobs: seconds, and the memory of everything that grading holds.

The assignment is that of ``class_of_students``. The memory is the proportional share (PSS) of the grader, its
workers and all that they fork, looked at every second: what the machine must have free.
"""

import argparse
import json
import threading
from pathlib import Path

import matplotlib.pyplot as plt
from class_of_students import ours
from measure import RESULTS
from tqdm import tqdm

JOBS = (1, 2, 4)
CLASSES = (20, 50, 200, 600, 2_000)
USUAL = 2
FIGURE = Path(__file__).resolve().parent.parent / "docs/time_against_class.png"


class Memory:
    """The most that this process and all below it hold together while the block runs, in GB."""

    def __enter__(self) -> "Memory":
        self.peak_gb = 0.0
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._over.wait(1.0):
            self.peak_gb = max(self.peak_gb, sum(map(share_gb, family("self"))))


def family(process: str) -> list[str]:
    """A process and all below it."""
    try:
        threads = list(Path("/proc", process, "task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # it has ended while we looked
        return []
    return [process, *(one for child in children for one in family(child))]


def share_gb(process: str) -> float:
    """What a process holds, memory that is shared by ``n`` counted as an n-th."""
    try:
        lines = Path("/proc", process, "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e9


def measure(students: int, jobs: int) -> dict[str, float]:
    """Grade one class."""
    with Memory() as memory:
        seconds = ours(students, jobs)
    return {"students": students, "jobs": jobs, "seconds": seconds, "memory_gb": memory.peak_gb}


def draw(found: list[dict[str, float]]) -> None:
    """Seconds and memory against the class, and submissions a minute against the jobs."""
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    growing = [one for one in found if one["jobs"] == USUAL]
    students = [one["students"] for one in growing]
    axes[0].loglog(students, [one["seconds"] for one in growing], marker="o")
    axes[0].set(xlabel="students", ylabel="seconds", title=f"Time, {USUAL} jobs")
    axes[1].semilogx(students, [one["memory_gb"] for one in growing], marker="o")
    axes[1].set(xlabel="students", ylabel="GB", title=f"Peak memory, {USUAL} jobs")
    axes[1].set_ylim(0, 1.4 * max(one["memory_gb"] for one in growing))
    side_by_side = [one for one in found if one["students"] == 200]
    axes[2].bar(
        [f"{one['jobs']:g}" for one in sorted(side_by_side, key=lambda one: one["jobs"])],
        [60 * 200 / one["seconds"] for one in sorted(side_by_side, key=lambda one: one["jobs"])],
    )
    axes[2].set(xlabel="jobs on two cores", ylabel="submissions a minute", title="A class of 200")
    for axis in axes[:2]:
        axis.set_xticks(students, [f"{count:,}" for count in students])
        axis.minorticks_off()
    seconds = [one["seconds"] for one in growing]
    ticks = [tick for tick in (10, 20, 50, 100, 200, 500, 1_000) if 0.8 * min(seconds) < tick < 1.2 * max(seconds)]
    axes[0].set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    figure.savefig(FIGURE, dpi=150)


def main() -> None:
    """Measure, keep the figures and draw them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--largest", type=int, default=CLASSES[-1], help="most students (default: %(default)s)")
    given = parser.parse_args()
    classes = [(students, USUAL) for students in CLASSES if students <= given.largest]
    cells = classes + [(200, jobs) for jobs in JOBS if jobs != USUAL and given.largest >= 200]
    found = [measure(*cell) for cell in tqdm(cells, desc="time against class")]
    (RESULTS / "time_against_class.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    draw(found)
    for one in found:
        print(f"{one['students']:,} students, {one['jobs']} jobs: {one['seconds']:.1f} s, {one['memory_gb']:.2f} GB")


if __name__ == "__main__":
    main()
