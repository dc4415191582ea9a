"""The files in ``datasets/``: they are what the code makes, they are found, and they describe themselves."""

import shutil
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from cmlib import datasets
from cmlib.items import ITEMS
from cmlib.synthetic import Bank

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    Bank(seed=datasets.SEED).write(folder)
    return folder


def test_building_again_gives_the_committed_files_byte_for_byte(built):
    committed = sorted(path.name for path in (ROOT / "datasets").iterdir())
    assert sorted(path.name for path in built.iterdir()) == committed
    for name in committed:
        assert (built / name).read_bytes() == (ROOT / "datasets" / name).read_bytes(), (
            f"{name} differs: run python -m cmlib build"
        )


def test_what_is_loaded_is_what_the_bank_made():
    bank = Bank(seed=datasets.SEED)
    for name in datasets.names():
        pd.testing.assert_frame_equal(datasets.load(name), bank.tables[name])


def test_the_data_package_is_valid_frictionless_keys_and_references_included(built, monkeypatch):
    monkeypatch.chdir(built)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["type", "message"])


def test_the_data_package_notices_a_firm_that_does_not_exist(built, tmp_path, monkeypatch):
    shutil.copytree(built, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    text = Path("defaults.csv").read_text().replace("F000001,", "F999999,")
    Path("defaults.csv").write_text(text)
    assert not frictionless.validate("datapackage.json").valid


def test_every_column_is_described_in_english_and_chinese():
    for name in datasets.names():
        columns = datasets.describe(name).columns
        assert list(columns["name"]) == list(datasets.load(name).columns)
        assert columns[["meaning", "Chinese term"]].map(len).min().min() > 0


def test_statements_hold_every_line_item():
    assert list(datasets.load("statements").columns) == ["firm_id", "year", *ITEMS]


def test_a_card_prints_rows_key_and_units():
    text = str(datasets.describe("statements"))
    assert "2,100 rows; one for each firm_id, year" in text
    assert "CNY" in text
    assert "<table" in datasets.describe("statements")._repr_html_()


def test_an_unknown_table_is_refused_with_the_names_there_are():
    with pytest.raises(LookupError, match=r"there is no table 'statement'.*did you mean 'statements'"):
        datasets.load("statement")


def test_data_are_found_from_a_folder_below(monkeypatch, built, tmp_path):
    shutil.copytree(built, tmp_path / "datasets")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert datasets.folder() == tmp_path / "datasets"


def test_the_variable_names_the_folder(monkeypatch, built):
    monkeypatch.setenv("CMLIB_DATASETS", str(built))
    assert datasets.folder() == built


def test_a_variable_that_names_an_empty_folder_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CMLIB_DATASETS", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"CMLIB_DATASETS names .* holds no datapackage\.json"):
        datasets.load("firms")


def test_without_data_the_message_says_how_to_make_them(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets, "__file__", str(tmp_path / "cmlib" / "datasets.py"))
    with pytest.raises(FileNotFoundError, match="python -m cmlib build --folder datasets"):
        datasets.load("firms")


def test_a_missing_file_is_named(monkeypatch, built, tmp_path):
    shutil.copytree(built, tmp_path / "datasets")
    (tmp_path / "datasets" / "firms.csv").unlink()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"firms\.csv, which is missing"):
        datasets.load("firms")


def test_a_build_that_breaks_off_leaves_the_old_files_alone(monkeypatch, tmp_path):
    bank = Bank(seed=1, firms=5, years=3)
    bank.write(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def break_off(bank):
        raise OSError("no space left on device")

    monkeypatch.setattr("cmlib.synthetic.package.data_card", break_off)
    with pytest.raises(OSError, match="no space"):
        Bank(seed=2, firms=5, years=3).write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_writing_into_a_file_is_refused(tmp_path):
    (tmp_path / "taken").write_text("here")
    with pytest.raises(ValueError, match="needs a folder"):
        Bank(seed=1, firms=1, years=1).write(tmp_path / "taken")
