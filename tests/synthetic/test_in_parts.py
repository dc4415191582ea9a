"""A bank in parts: the same bank, in any order, by several hands, and never half of one that looks whole."""

import json
import shutil

import pandas as pd
import pytest

from cmlib import data_package
from cmlib.synthetic import Bank, in_parts, plan
from cmlib.synthetic.check import check_folder
from cmlib.synthetic.in_parts import build_in_parts, make_part, parts_of

#: Two parts of customers and two of firms once a part is one block.
SIZES = {"customers": 1_100, "firms": 110, "months": 12}


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(in_parts, "BLOCKS_IN_A_PART", 1)


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=11, **SIZES)


@pytest.fixture(scope="module")
def built(bank, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_parts, "BLOCKS_IN_A_PART", 1)
        build_in_parts(bank, folder)
    return folder


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_parts_hold_every_customer_and_firm_once(bank):
    parts = parts_of(bank)
    assert [part.name for part in parts] == ["world", "people-00000", "people-00001", "firms-00000", "firms-00001"]
    assert [part.members for part in parts] == [0, 1_000, 100, 100, 10]


def test_the_parts_together_are_the_bank(bank, built):
    resources = {each["name"]: each for each in json.loads((built / "datapackage.json").read_text())["resources"]}
    assert list(resources) == [table.name for table in plan.TABLES]
    for name, table in bank.tables.items():
        pd.testing.assert_frame_equal(data_package.read(built, resources[name]), table)
        assert resources[name]["rows"] == len(table)


def test_a_bank_in_parts_is_sound(built):
    assert [str(finding) for finding in check_folder(built)] == []


def test_a_part_that_stands_in_for_another_is_noticed(built, tmp_path):
    folder = shutil.copytree(built, tmp_path / "copy")
    shutil.copy(folder / "comments" / "people-00000.parquet", folder / "comments" / "people-00001.parquet")
    assert any("rows of table comments; its files have" in str(finding) for finding in check_folder(folder))


def test_parts_made_in_another_order_are_the_same_to_the_byte(bank, built, tmp_path):
    for part in reversed(parts_of(bank)):
        (tmp_path / ".parts").mkdir(exist_ok=True)
        make_part(bank, tmp_path, part)
    made = {name: content for name, content in files_of(tmp_path).items() if name.endswith(".parquet")}
    assert made == {name: content for name, content in files_of(built).items() if name.endswith(".parquet")}


def test_two_processes_make_the_same_files(bank, built, tmp_path):
    build_in_parts(bank, tmp_path, jobs=2)
    assert files_of(tmp_path) == files_of(built)


def test_an_interrupted_build_goes_on_where_it_stopped(bank, built, tmp_path, monkeypatch):
    made, kept = [], in_parts.make_part

    def broken_off(bank, folder, part):
        if part.name == "people-00001":
            raise KeyboardInterrupt
        made.append(part.name)
        kept(bank, folder, part)

    monkeypatch.setattr(in_parts, "make_part", broken_off)
    with pytest.raises(KeyboardInterrupt):
        build_in_parts(bank, tmp_path)
    assert not (tmp_path / "datapackage.json").exists()
    with pytest.raises(FileNotFoundError, match="interrupted"):
        check_folder(tmp_path)
    monkeypatch.setattr(
        in_parts, "make_part", lambda bank, folder, part: made.append(part.name) or kept(bank, folder, part)
    )
    build_in_parts(bank, tmp_path)
    assert made == ["world", "people-00000", "people-00001", "firms-00000", "firms-00001"]
    assert files_of(tmp_path) == files_of(built)


def test_a_full_disk_leaves_no_file_that_looks_whole(bank, tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(in_parts, "arrow_table", full)
    with pytest.raises(OSError, match="No space left"):
        build_in_parts(bank, tmp_path)
    assert not list(tmp_path.rglob("*.parquet"))
    assert not (tmp_path / "datapackage.json").exists()


def test_an_unfinished_build_of_another_bank_is_not_mixed_in(bank, tmp_path, monkeypatch):
    monkeypatch.setattr(in_parts, "_made", lambda *args: iter(()))
    with pytest.raises(FileNotFoundError):
        build_in_parts(bank, tmp_path)
    with pytest.raises(ValueError, match=r"unfinished build of Bank\(seed=11, .*not of Bank\(seed=12"):
        build_in_parts(Bank(seed=12, **SIZES), tmp_path)


def test_a_folder_with_other_things_is_refused(bank, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ValueError, match=r"is not empty: it holds notes\.txt"):
        build_in_parts(bank, tmp_path)


def test_a_bank_can_be_replaced_by_one_in_parts_and_back(tmp_path):
    small = Bank(seed=2, customers=100, firms=10, months=12)
    small.write(tmp_path)
    build_in_parts(small, tmp_path, replace=True)
    assert not list(tmp_path.glob("*.csv"))
    small.write(tmp_path, replace=True)
    assert not list(tmp_path.glob("*/*.parquet"))
    assert [str(finding) for finding in check_folder(tmp_path)] == []
