"""The type hints of what a researcher imports are complete, and mypy finds no contradiction in them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    """Run mypy; what it learnt about the packages serves all tests here."""
    command = [sys.executable, "-m", "mypy", "--cache-dir", tmp_path_factory.mktemp("mypy"), "--no-error-summary"]
    return lambda *given: subprocess.run([*command, *given], cwd=ROOT, capture_output=True, text=True)


def test_mypy_is_content(mypy):
    outcome = mypy()
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_mypy_would_see_a_wrong_hint(mypy, tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from cmlib.rating import GRADES\n\n\ndef first() -> int:\n    return GRADES.order[0]\n")
    outcome = mypy(wrong)
    assert outcome.returncode == 1
    assert "Incompatible return value type" in outcome.stdout
