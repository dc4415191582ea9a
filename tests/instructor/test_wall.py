"""What a process behind the wall can and cannot do, tried from inside it."""

import ast
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cmlib.instructor.wall import needed
from cmlib.instructor.wall.bubblewrap import command
from cmlib.instructor.wall.limits import MEGABYTE, Limits
from cmlib.instructor.wall.wall import Plan, Wall

TRIALS = Path(__file__).parent / "behind_the_wall"
PLAN = Plan(warm=("numpy", "trial"), show=(TRIALS,), environment=(("PYTHONPATH", str(TRIALS)),))
LIMITS = Limits(memory=400 * MEGABYTE, disk=32 * MEGABYTE, processes=20)

needs_a_wall = pytest.mark.skipif(bool(needed.missing()), reason=needed.missing() or "a wall can be built")


class Trial:
    """One fork: code goes in, its answer comes out."""

    def __init__(self, wall):
        self.line, theirs = socket.socketpair()
        self.fork = wall.fork("trial:run", [theirs], LIMITS)

    def send(self, code):
        self.line.sendall(code.encode())

    def answer(self, seconds=20):
        self.line.settimeout(seconds)
        return self.line.recv(60_000).decode()

    def __call__(self, code):
        self.send(code)
        return self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.line.close()
        self.fork.end()


@pytest.fixture(scope="module")
def wall():
    with Wall(PLAN) as built:
        assert built.absent == []
        yield built


@pytest.fixture
def trial(wall):
    with Trial(wall) as one:
        yield one


def value(answer):
    return ast.literal_eval(answer)


@needs_a_wall
def test_only_packages_can_be_seen(trial):
    repository = Path(__file__).resolve().parents[2]
    others = [str(repository / name) for name in ("assignments", "tests/answers", ".git")] + ["/boot", "/media"]
    assert value(trial(f"import os; out = [name for name in {others!r} if os.path.exists(name)]")) == []
    assert value(trial("import os; out = os.listdir('/student/notebook'), os.getcwd()")) == ([], "/student/notebook")
    assert value(trial("import cmlib.ratios as r; out = r.current_ratio(300, 200)")) == 1.5


@needs_a_wall
def test_nothing_outside_its_own_folder_can_be_written(trial):
    places = (
        "/x",
        "/usr/x",
        str(Path(__file__).parents[2] / "cmlib/x"),
        "/etc/x",
        "/proc/sys/kernel/hostname",
        "/dev/x",
    )
    tried = f"""
out = []
for place in {places!r}:
    try:
        open(place, "w")
        out.append(place)
    except OSError:
        pass
"""
    assert value(trial(tried)) == []
    assert value(trial("open('/student/notebook/x', 'w').write('1'); open('/tmp/y', 'w').write('2'); out = 3")) == 3


@needs_a_wall
def test_what_one_leaves_the_next_does_not_find(wall):
    leave = """
open("/tmp/left", "w").write("x"); open("/dev/shm/left", "w").write("x"); open("/student/left", "w").write("x")
import ctypes; out = ctypes.CDLL(None).shmget(7, 4096, 0o1666) >= 0
"""
    find = """
import os, ctypes
out = [os.path.exists(f"{place}/left") for place in ("/tmp", "/dev/shm", "/student")], ctypes.CDLL(None).shmget(7, 0, 0)
"""
    with Trial(wall) as first, Trial(wall) as second:
        assert value(first(leave)) is True
        assert value(second(find)) == ([False, False, False], -1)


@needs_a_wall
def test_there_is_no_network(trial):
    assert "Network is unreachable" in trial("""
import socket
try:
    socket.create_connection(("192.0.2.1", 80), 1)
except OSError as error:
    out = error
""")


@needs_a_wall
def test_it_is_alone(trial):
    processes = "import os; out = [int(name) for name in os.listdir('/proc') if name.isdigit()], os.getppid()"
    assert value(trial(processes)) == ([1], 0)
    assert "ProcessLookupError" in trial(
        "import os\ntry:\n    os.kill(-1, 9)\nexcept OSError as error:\n    out = error"
    )


@needs_a_wall
def test_it_has_no_privileges(trial):
    status = value(trial("out = dict(line.rstrip('\\n').split(':\t', 1) for line in open('/proc/self/status'))"))
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert "0" not in status["Uid"].split() or not needed.is_root()


@needs_a_wall
@pytest.mark.parametrize(
    "call",
    [
        "mount(b'x', b'/tmp', b'tmpfs', 0, 0)",
        "umount2(b'/proc', 0)",
        "chroot(b'/tmp')",
        "unshare(0x10000000)",
        "setns(3, 0)",
        "memfd_create(b'x', 0)",
        "ptrace(0, 0, 0, 0)",
    ],
)
def test_calls_that_no_notebook_needs_are_refused(trial, call):
    assert value(
        trial(f"import ctypes; c = ctypes.CDLL(None, use_errno=True); out = c.{call}, ctypes.get_errno()")
    ) == (-1, 1)


@needs_a_wall
def test_what_notebooks_need_works(trial):
    assert value(trial("import subprocess; out = subprocess.run(['echo', 'a'], capture_output=True).stdout")) == b"a\n"
    assert (
        value(trial("import threading as t; a = t.Thread(target=int); a.start(); a.join(); out = a.is_alive()"))
        is False
    )
    pool = "from multiprocessing import get_context as c\nwith c('fork').Pool(2) as p: out = p.map(abs, [-1, -2])"
    assert value(trial(pool)) == [1, 2]


@needs_a_wall
def test_memory_has_an_end(trial):
    assert trial("x = bytearray(500 * 1024 * 1024)") == "RAISED MemoryError()"
    trial.send("""
import os, time
for _ in range(4):
    if os.fork() == 0:
        x = bytearray(150 * 1024 * 1024); x[::4096] = b"x" * len(x[::4096]); time.sleep(60)
time.sleep(60)
""")
    assert trial.fork.wait(20).why == "memory"


@needs_a_wall
def test_processes_have_an_end(wall):
    bomb = """
import os, time
n = 0
try:
    while os.fork():
        n += 1
    time.sleep(60)
except OSError as error:
    out = n
"""
    with Trial(wall) as trial:
        trial.send(bomb)
        assert trial.fork.wait(20).why == "processes"
        trial.line.settimeout(1)
        started = trial.line.recv(10).decode() or "0"
    assert int(started) <= LIMITS.processes + 32


@needs_a_wall
def test_the_disk_has_an_end(trial):
    full = """
import os
written = 0
try:
    for number in range(100):
        with open(f"/tmp/{number}", "wb") as file:
            written += file.write(b"x" * 1_000_000)
except OSError as error:
    out = written // 1_000_000
"""
    assert 25 <= value(trial(full)) <= 33


@needs_a_wall
def test_an_interrupt_stops_the_code_and_not_the_process(trial):
    trial.send("while True: pass")
    time.sleep(0.3)
    trial.fork.interrupt()
    assert trial.answer() == "RAISED KeyboardInterrupt()"
    assert trial("out = 1") == "1"


@needs_a_wall
def test_the_end_takes_everything_along(wall):
    with Trial(wall) as trial:
        trial("import subprocess; subprocess.Popen(['sleep', '61.5'], start_new_session=True)")
        assert _sleeping("61.5") == 1
        assert trial.fork.end().why == "asked"
        assert _sleeping("61.5") == 0


@needs_a_wall
def test_how_it_ended_is_told(wall):
    for code, how in (("import os; os._exit(3)", "exit 3"), ("import ctypes; ctypes.string_at(0)", "signal 11")):
        with Trial(wall) as trial:
            trial.send(code)
            assert trial.fork.wait(20).how == how


@needs_a_wall
def test_forks_do_not_share_their_chances(wall):
    draw = "import random, numpy; out = random.random(), float(numpy.random.rand())"
    with Trial(wall) as first, Trial(wall) as second:
        assert not set(value(first(draw))) & set(value(second(draw)))


@needs_a_wall
def test_when_the_worker_dies_nothing_is_left():
    orphan = f"""
import os, socket, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_wall as t
wall = t.Wall(t.PLAN)
trial = t.Trial(wall)
trial("import subprocess; subprocess.Popen(['sleep', '62.5'])")
print(t._sleeping("62.5"), flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", orphan], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-9, "1\n"), done.stderr
    waited = time.monotonic() + 10
    while _sleeping("62.5") and time.monotonic() < waited:
        time.sleep(0.05)
    assert _sleeping("62.5") == 0


def _sleeping(seconds):
    found = subprocess.run(["pgrep", "-fc", f"^sleep {seconds}$"], capture_output=True, text=True, check=False)
    return int(found.stdout)


@needs_a_wall
def test_a_private_folder_is_hidden_even_among_packages(tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "gradebook.db").write_text("secret")
    program = command(["ls", str(tmp_path), str(tmp_path / "course")], show=[tmp_path], hide=[tmp_path / "course"])
    seen = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert "course" in seen
    assert "gradebook" not in seen
