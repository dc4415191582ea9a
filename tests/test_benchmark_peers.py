"""Libraries to measure against run in environments of their own, and say clearly when they cannot."""

import runpy
import sys
from pathlib import Path

import pytest

PEERS = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks/peers.py"))
python_with, run_there = PEERS["python_with"], PEERS["run_there"]


def test_a_script_gets_its_arguments_and_gives_back_what_it_prints(tmp_path):
    text = "import sys; print(sys.argv[1:])"
    file = tmp_path / "script.py"
    file.write_text(text)
    for script in (text, file):
        assert run_there(sys.executable, script, "a", 3) == "['a', '3']\n"


def test_a_failing_script_is_told_with_its_reason():
    with pytest.raises(RuntimeError, match=r"the script failed under .* \(status 1\):\n(.*\n)*ZeroDivisionError"):
        run_there(sys.executable, "1 / 0")


def test_an_environment_that_is_complete_is_used_again(tmp_path):
    home = tmp_path / PEERS["_folder_name"](("some-peer==1.0",))
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python.parent.mkdir(parents=True)
    python.write_text("")
    (home / "installed.txt").write_text("some-peer==1.0\n")
    assert python_with("some-peer==1.0", folder=tmp_path) == python


def test_other_requirements_have_another_folder():
    name = PEERS["_folder_name"]
    assert name(("lifetimes==0.11.3",)).startswith("lifetimes-0.11.3-")
    assert name(("a", "b")) == name(("a", "b")) != name(("a", "c"))


def test_what_cannot_be_installed_is_told(tmp_path):
    """A place that is not there: the same message as without a network."""
    with pytest.raises(RuntimeError, match="the environment with no-such-peer @ file:///nowhere could not be made"):
        python_with("no-such-peer @ file:///nowhere", folder=tmp_path)
    assert not list(tmp_path.rglob("installed.txt"))
    with pytest.raises(ValueError, match="needs at least one requirement"):
        python_with()
