"""``python -m cmlib``: every command explains itself, and its exit status tells how it went."""

import pytest

from cmlib.__main__ import main
from cmlib.synthetic import Bank

COMMANDS = ("build", "check", "release", "grade", "rehearse")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_what_it_does_and_what_the_status_means(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert "Exit status: 0 all is well" in text
    offered = {
        "build": "--seed",
        "check": "--answers",
        "release": "--course",
        "grade": "--student",
        "rehearse": "--jobs",
    }
    assert offered[command] in text


def test_without_a_command_the_commands_are_asked_for(capsys):
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "required: COMMAND" in capsys.readouterr().err


def test_build_writes_the_bank_that_is_asked_for(tmp_path, capsys):
    arguments = ["--seed", "5", "--firms", "8", "--years", "3"]
    assert main(["build", "--folder", str(tmp_path / "asked"), *arguments]) == 0
    Bank(seed=5, firms=8, years=3).write(tmp_path / "made")
    written = sorted((tmp_path / "made").iterdir())
    assert [(tmp_path / "asked" / path.name).read_bytes() for path in written] == [
        path.read_bytes() for path in written
    ]
    shown = capsys.readouterr().out
    assert all(path.name in shown for path in written)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--firms", "0"], "firms must be a whole number of at least 1, found 0"),
        (["--seed", "-3"], "seed must be a whole number of at least 0, found -3"),
    ],
)
def test_a_bank_that_cannot_be_is_refused_in_one_line_and_nothing_is_written(arguments, said, tmp_path, capsys):
    assert main(["build", "--folder", str(tmp_path / "new"), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["check", "release", "grade", "rehearse"])
def test_a_folder_that_is_no_course_is_refused(command, tmp_path, capsys):
    assert main([command, "--course", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"cmlib {command}: a course folder holds nbgrader_config.py; there is none in {tmp_path}\n"
    )
