"""Workers: what is asked of one comes back from its process, and who dies takes nobody along."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from cmlib.instructor.wall.wall import WallMissing
from cmlib.instructor.workers import Workers


def ended(code):
    os._exit(code)


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def refused():
    raise WallMissing("there is no wall here")


def nothing_that_can_be_sent():
    return threading.Lock()


def own_id(seconds=0.0):
    time.sleep(seconds)
    return os.getpid()


def tidied(folder):
    """Never comes to its end; what was made goes all the same."""
    path = Path(folder) / "made"
    path.touch()
    try:
        time.sleep(60)
    finally:
        path.unlink()


def test_each_answer_is_its_own_and_a_death_costs_one():
    workers = Workers(2)
    first, second = (workers.submit(own_id, 1.0) for _ in range(2))
    assert len({os.getpid(), first.result(), second.result()}) == 3
    asleep, dies = workers.submit(own_id, 1.0), workers.submit(ended, 7)
    with pytest.raises(ChildProcessError, match=r"its process ended \(exit 7\)"):
        dies.result()
    with pytest.raises(ChildProcessError, match=r"its process ended \(signal 9\)"):
        workers.submit(killed).result()
    assert asleep.result() in (first.result(), second.result())
    with pytest.raises(WallMissing, match="there is no wall here"):
        workers.submit(refused).result()
    with pytest.raises(RuntimeError, match="its answer cannot be sent: cannot pickle"):
        workers.submit(nothing_that_can_be_sent).result()
    with pytest.raises((TypeError, AttributeError), match="pickle"):
        workers.submit(lambda: 0).result()
    assert workers.submit(own_id, seconds=0.0).result() != os.getpid()
    workers.shutdown()
    with pytest.raises(RuntimeError):
        workers.submit(own_id)


def test_who_is_told_to_stop_leaves_nothing_behind(tmp_path):
    workers = Workers(1)
    works, waits = workers.submit(tidied, str(tmp_path)), workers.submit(own_id)
    while not (tmp_path / "made").exists():
        time.sleep(0.01)
    began = time.monotonic()
    workers.shutdown(wait=False, cancel_futures=True)
    wait([works])
    assert time.monotonic() - began < 5
    assert not (tmp_path / "made").exists()
    assert waits.cancelled()
    with pytest.raises(ChildProcessError):
        works.result()


WITHOUT_A_WALL = """
import signal
from cmlib.instructor.wall.bare import Bare
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.wall import Plan
fork = Bare(Plan(bare=True)).fork("signal:pause", [], Limits())
print(fork._process.pid, fork._folder.name, flush=True)
signal.pause()
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no groups of processes")
def test_without_a_wall_too_nothing_outlives_a_worker_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", WITHOUT_A_WALL], stdout=subprocess.PIPE, text=True) as worker:
        pid, folder = worker.stdout.readline().split()
        time.sleep(1)  # the fork starts
        assert Path(folder).is_dir()
        worker.kill()
    ends = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < ends:
        time.sleep(0.05)
    time.sleep(0.2)
    assert not Path(folder).exists()
    state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False).stdout
    assert state[:1] in ("", "Z")  # ended, and perhaps not yet cleared away by the system
