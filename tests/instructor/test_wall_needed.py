"""Who can have a wall: what is said where there is none, and that an ordinary user has the same as root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import test_wall

from cmlib.instructor.wall import needed
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.wall import Wall, WallMissing


def test_without_a_wall_one_sentence_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(needed.shutil, "which", lambda program: None)
    with pytest.raises(
        WallMissing, match=r"the program bwrap is missing\. Install bubblewrap .* allow user namespaces"
    ):
        Wall()
    monkeypatch.setattr(needed.sys, "platform", "darwin")
    assert needed.missing().startswith("there is no wall on darwin: it needs Linux.")
    monkeypatch.setattr(needed.sys, "platform", "linux")
    monkeypatch.setattr(needed, "known_machine", lambda: False)
    assert "built for x86_64 and aarch64" in needed.missing()


def test_where_namespaces_are_forbidden_the_reason_is_told(monkeypatch, tmp_path):
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert needed.missing().startswith("there is no wall here: bwrap: No permissions to create new namespace. Install")


@pytest.mark.parametrize(("name", "wrong"), [("memory", 0), ("processes", -1), ("seconds", "10"), ("disk", True)])
def test_limits_are_above_nothing(name, wrong):
    with pytest.raises(ValueError, match=f"limits need {name} above 0, found {wrong!r}"):
        Limits(**{name: wrong})


AS_AN_ORDINARY_USER = """
set -e
private=$1; python=$2; shift 2
if [ -n "$private" ]; then
    shown=$(mktemp -d)
    mount --bind "$python" "$shown"
    mount -t tmpfs -o mode=0755 none "$private"
    mkdir -p "$python"
    mount --bind "$shown" "$python"
fi
exec setpriv --reuid 54321 --regid 54321 --clear-groups --bounding-set -all "$@"
"""


@test_wall.needs_a_wall
@pytest.mark.skipif(not needed.is_root(), reason="this is an ordinary user already, whom the other tests try")
def test_an_ordinary_user_has_the_same_wall(tmp_path_factory):
    """All tests of `test_wall` again, by a user without privileges; a Python in the home of root is shown to him."""
    python = Path(sys.base_prefix)
    closed = [above for above in reversed(python.parents) if not above.stat().st_mode & 1]
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(test_wall.__file__))]
    script = ["unshare", "-m", "sh", "-c", AS_AN_ORDINARY_USER, "sh", str(closed[0]) if closed else "", str(python)]
    environment = os.environ | {"HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*script, *tests], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
