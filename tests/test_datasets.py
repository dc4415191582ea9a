"""The files in ``datasets/``: they are what the code makes, they are found, and they describe themselves."""

import hashlib
import json
import shutil
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from cmlib import datasets
from cmlib.items import ITEMS
from cmlib.synthetic import Bank
from cmlib.synthetic.check import check_folder
from cmlib.synthetic.realism import COMPARISONS

ROOT = Path(__file__).resolve().parents[1]
SMALL = {"customers": 100, "firms": 10, "months": 12}


#: What the course's bank promises: the sum over its data package, which holds the sum of every file.
PROMISED = "d5b7fd6af682c5d01a523504ff00a63cd3e7161162ddb870be4337cc7096c0c4"


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=datasets.SEED)


@pytest.fixture(scope="module")
def built(bank, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    bank.write(folder)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    Bank(seed=1, **SMALL).write(folder)
    return folder


def test_building_again_gives_the_committed_files_byte_for_byte(built):
    committed = sorted(path.name for path in (ROOT / "datasets").iterdir())
    assert sorted(path.name for path in built.iterdir()) == committed
    for name in committed:
        assert (built / name).read_bytes() == (ROOT / "datasets" / name).read_bytes(), (
            f"{name} differs: run python -m cmlib build --replace"
        )


def test_the_course_bank_is_the_promised_one():
    package = (ROOT / "datasets" / "datapackage.json").read_bytes()
    assert hashlib.sha256(package).hexdigest() == PROMISED
    for resource in json.loads(package)["resources"]:
        content = (ROOT / "datasets" / resource["path"]).read_bytes()
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (resource["bytes"], resource["hash"])


def test_the_course_bank_fits_into_fifteen_megabytes():
    assert sum(path.stat().st_size for path in (ROOT / "datasets").iterdir()) < 15e6


def test_the_course_bank_is_sound():
    assert [str(finding) for finding in check_folder(ROOT / "datasets")] == []


def test_what_is_loaded_is_what_the_bank_made(bank):
    assert datasets.names() == list(bank.tables)
    for name in datasets.names():
        pd.testing.assert_frame_equal(datasets.load(name), bank.tables[name])


def test_what_is_in_the_card_is_of_the_published_order():
    """The realism table has a figure of the bank for everything it compares."""
    card = (ROOT / "datasets" / "README.md").read_text(encoding="utf-8")
    for comparison in COMPARISONS:
        (line,) = [line for line in card.splitlines() if line.startswith(f"| {comparison.subject} |")]
        assert any(character.isdigit() for character in line.split("|")[3]), line


def test_frictionless_finds_the_package_valid_and_every_text_table_sound(small):
    package = frictionless.Package(str(small / "datapackage.json"))
    package.resources = [resource for resource in package.resources if resource.path.endswith(".csv")]
    for resource in package.resources:  # a reference into a Parquet file is for `python -m cmlib check`
        resource.schema.foreign_keys = [
            key for key in resource.schema.foreign_keys if package.has_resource(key["reference"]["resource"])
        ]
    assert len(package.resources) > 40
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]


def test_frictionless_notices_a_firm_that_does_not_exist(small, tmp_path):
    folder = shutil.copytree(small, tmp_path / "copy")
    path = folder / "defaults.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("F000001,", "F999999,"), encoding="utf-8")
    package = frictionless.Package(str(folder / "datapackage.json"))
    package.resources = [package.get_resource("firms"), package.get_resource("defaults")]
    assert not package.validate().valid


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


def test_data_are_found_from_a_folder_below(monkeypatch, small, tmp_path):
    shutil.copytree(small, tmp_path / "datasets")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert datasets.folder() == tmp_path / "datasets"


def test_the_variable_names_the_folder(monkeypatch, small):
    monkeypatch.setenv("CMLIB_DATASETS", str(small))
    assert datasets.folder() == small


def test_a_variable_that_names_an_empty_folder_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CMLIB_DATASETS", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"CMLIB_DATASETS names .* holds no datapackage\.json"):
        datasets.load("firms")


def test_without_data_the_message_says_how_to_make_them(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets, "__file__", str(tmp_path / "cmlib" / "datasets.py"))
    with pytest.raises(FileNotFoundError, match="python -m cmlib build --folder datasets"):
        datasets.load("firms")


def test_a_missing_file_is_named(monkeypatch, small, tmp_path):
    shutil.copytree(small, tmp_path / "datasets")
    (tmp_path / "datasets" / "firms.csv").unlink()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"firms\.csv, which is missing"):
        datasets.load("firms")


def test_a_build_that_breaks_off_leaves_the_old_files_alone(monkeypatch, tmp_path):
    Bank(seed=1, **SMALL).write(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def break_off(bank):
        raise OSError("no space left on device")

    monkeypatch.setattr("cmlib.synthetic.package.data_card", break_off)
    with pytest.raises(OSError, match="no space"):
        Bank(seed=2, **SMALL).write(tmp_path, replace=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_writing_into_a_file_is_refused(tmp_path):
    (tmp_path / "taken").write_text("here")
    with pytest.raises(ValueError, match="needs a folder"):
        Bank(seed=1, **SMALL).write(tmp_path / "taken")
