"""``python -m cmlib``: every command explains itself, and its exit status tells how it went."""

import pytest

from cmlib.__main__ import main
from cmlib.synthetic import Bank

COMMANDS = ("build", "check", "release", "grade", "report", "export", "rehearse")


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
        "report": "--table",
        "export": "--format",
        "rehearse": "--jobs",
    }
    assert offered[command] in text


def test_without_a_command_the_commands_are_asked_for(capsys):
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "required: COMMAND" in capsys.readouterr().err


SMALL = {"seed": 5, "customers": 100, "firms": 10, "months": 12, "years": 3}


def options_of(sizes):
    return [text for name, value in sizes.items() for text in (f"--{name}", str(value))]


def test_build_writes_the_bank_that_is_asked_for_and_check_finds_it_sound(tmp_path, capsys):
    assert main(["build", "--out", str(tmp_path / "asked"), *options_of(SMALL)]) == 0
    shown = capsys.readouterr().out
    Bank(**SMALL).write(tmp_path / "made")
    written = sorted((tmp_path / "made").iterdir())
    assert [(tmp_path / "asked" / path.name).read_bytes() for path in written] == [
        path.read_bytes() for path in written
    ]
    assert all(path.name in shown for path in written)
    assert main(["check", str(tmp_path / "asked")]) == 0
    assert "laws between them hold" in capsys.readouterr().out


def test_build_in_parts_writes_a_folder_for_each_table(tmp_path, capsys):
    assert main(["build", "--out", str(tmp_path), "--in-parts", *options_of(SMALL)]) == 0
    assert capsys.readouterr().out == f"written:\n  {tmp_path / 'datapackage.json'}\n"
    assert (tmp_path / "statements" / "firms-00000.parquet").is_file()


def test_check_names_what_is_wrong_with_data_and_says_so_in_its_status(tmp_path, capsys):
    Bank(**SMALL).write(tmp_path)
    path = tmp_path / "firms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("founded", "begun", 1), encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "firms.csv: has no column 'founded'; it has firm_id" in capsys.readouterr().out


def test_a_folder_without_data_cannot_be_checked(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert f"{tmp_path} holds no datapackage.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--firms", "0"],
            "firms must be a whole number of at least 10 (fewer cannot hold the planted effects), found 0",
        ),
        (["--customers", "-5"], "customers must be a whole number of at least 100"),
        (["--months", "3"], "months must be a whole number of at least 12"),
        (["--seed", "-3"], "seed must be a whole number of at least 0, found -3"),
    ],
)
def test_a_bank_that_cannot_be_is_refused_in_one_line_and_nothing_is_written(arguments, said, tmp_path, capsys):
    assert main(["build", "--folder", str(tmp_path / "new"), *arguments]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.count("\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("how", [[], ["--in-parts"]], ids=["at once", "in parts"])
def test_a_full_disk_is_told_with_its_place_and_leaves_nothing_that_looks_whole(how, tmp_path, capsys, monkeypatch):
    def full(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    assert main(["build", "--out", str(tmp_path / "new"), *how, *options_of(SMALL)]) == 2
    assert f"{tmp_path / 'new'} could not be written: No space left on device; " in capsys.readouterr().err
    assert not list((tmp_path / "new").rglob("*.parquet"))
    assert not (tmp_path / "new" / "datapackage.json").exists()


def test_an_interruption_says_how_to_go_on(tmp_path, capsys, monkeypatch):
    def interrupted(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("cmlib.synthetic.in_parts.make_part", interrupted)
    assert main(["build", "--out", str(tmp_path), "--in-parts", *options_of(SMALL)]) == 2
    assert capsys.readouterr().err.endswith(
        "cmlib build: stopped; what is finished is kept: run the same command again to go on\n"
    )


def test_build_refuses_a_folder_with_something_in_it(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["build", "--out", str(tmp_path)]) == 2
    assert "is not empty: it holds thesis.txt" in capsys.readouterr().err
    assert main(["build", "--out", str(tmp_path), "--replace"]) == 2
    assert "no bank that could be replaced" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("command", ["check", "release", "grade", "rehearse"])
def test_a_folder_that_is_no_course_is_refused(command, tmp_path, capsys):
    assert main([command, "--course", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"cmlib {command}: a course folder holds nbgrader_config.py; there is none in {tmp_path}\n"
    )
