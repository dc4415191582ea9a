"""Checking a folder of data: a sound one passes, and every kind of damage is named with its place."""

import json
import shutil

import pandas as pd
import pytest

from cmlib.synthetic import Bank, plan
from cmlib.synthetic.check import check_folder

SMALL = {"seed": 3, "customers": 100, "firms": 10, "months": 12}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    Bank(**SMALL).write(folder)
    return folder


@pytest.fixture
def damaged(sound, tmp_path):
    """A copy to be damaged."""
    return shutil.copytree(sound, tmp_path / "copy")


def change_line(path, line, change):
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = change(lines[line - 1])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def told(folder):
    return [str(finding) for finding in check_folder(folder)]


def test_a_bank_of_any_seed_and_size_is_sound(sound):
    assert told(sound) == []


def test_a_missing_column_is_named(damaged):
    change_line(damaged / "defaults.csv", 1, lambda head: head.replace("defaulted", "failed"))
    assert told(damaged)[0] == "defaults.csv: has no column 'defaulted'; it has firm_id, year, failed"


def test_a_column_too_many_is_named(damaged):
    path = damaged / "defaults.csv"
    pd.read_csv(path).assign(note="x").to_csv(path, index=False)
    assert told(damaged)[0] == "defaults.csv: there is a column note that the table does not have"


def test_a_value_of_the_wrong_type_is_named_with_its_line(damaged):
    change_line(damaged / "defaults.csv", 4, lambda line: line[:-1] + "yes")
    assert told(damaged)[0] == "defaults.csv: line 4, column defaulted: 'yes' is not a whole number"


def test_a_key_that_comes_twice_is_shown(damaged):
    path = damaged / "defaults.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    assert any(
        text.startswith("defaults.csv: 1 rows repeat a key, as firm_id F000001, year ") for text in told(damaged)
    )


def test_a_key_that_points_nowhere_is_shown(damaged):
    change_line(damaged / "defaults.csv", 2, lambda line: "F999999" + line[7:])
    assert "defaults.csv: column firm_id: 1 values are not in firms.firm_id, as 'F999999'" in told(damaged)


def test_a_missing_value_where_one_is_required_is_shown(damaged):
    change_line(damaged / "firms.csv", 2, lambda line: ",".join([*line.split(",")[:1], "", *line.split(",")[2:]]))
    assert any("firms.csv: column industry: 1 values break not_nullable" in text for text in told(damaged))


def test_rows_that_are_lost_are_counted(damaged):
    path = damaged / "comments.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-2]) + "\n", encoding="utf-8")
    assert f"promises {len(lines) - 1:,} rows of table comments; its files have {len(lines) - 3:,}" in told(damaged)[-1]


def test_a_missing_file_is_named(damaged):
    (damaged / "statements.csv").unlink()
    assert told(damaged) == ["statements.csv: the file of table statements is missing"]


def test_a_truncated_parquet_file_is_named(damaged):
    table = next(table for table in plan.TABLES if table.format == "parquet")
    path = damaged / f"{table.name}.parquet"
    path.write_bytes(path.read_bytes()[:100])
    assert any(text.startswith(f"{path.name}: ") for text in told(damaged))


def test_a_description_that_is_not_ours_is_named(damaged):
    path = damaged / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"][0]["schema"]["fields"].pop()
    path.write_text(json.dumps(package), encoding="utf-8")
    assert "describes other columns, limits or keys" in told(damaged)[0]


def test_a_package_without_a_table_is_refused(damaged):
    path = damaged / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    lost = package["resources"].pop()["name"]
    path.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(ValueError, match=f"does not name the tables {lost}; build the bank again"):
        check_folder(damaged)


@pytest.mark.parametrize("content", ["{", "[]", '{"resources": 3}'])
def test_a_package_that_cannot_be_read_is_refused(damaged, content):
    (damaged / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be read as a data package"):
        check_folder(damaged)


def test_an_unfinished_folder_is_refused(damaged):
    (damaged / "datapackage.json").unlink()
    with pytest.raises(FileNotFoundError, match="its build was interrupted"):
        check_folder(damaged)
