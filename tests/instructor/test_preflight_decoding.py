"""Whatever bytes a file holds, it is a notebook, or one sentence says what it is."""

import json

import nbformat
import pytest

from cmlib.instructor.outcome import UNREADABLE
from cmlib.instructor.preflight.decoding import decode
from cmlib.instructor.preflight.refusal import Refused
from cmlib.instructor.preflight.sizes import Sizes
from cmlib.instructor.preflight.submitted import read_cells

CELL = {"cell_type": "code", "metadata": {}, "source": "净利润 = 'é'", "outputs": [], "execution_count": None}
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]}
TEXT = json.dumps(NOTEBOOK, ensure_ascii=False)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_in_every_form_is_read_without_a_word(encoding):
    assert decode(TEXT.encode(encoding)) == (NOTEBOOK, ())


@pytest.mark.parametrize("around", [b"\n\n%b\r\n", b"\xef\xbb\xbf\xef\xbb\xbf%b", b"%b\x00\x00\x00\x00"])
def test_what_stands_around_it_does_not_matter(around):
    assert decode(around % TEXT.encode()) == (NOTEBOOK, ())


def _with_source(source):
    return NOTEBOOK | {"cells": [CELL | {"source": source}]}


@pytest.mark.parametrize(
    ("source", "encoding", "told"),
    [
        ("净利润除以平均总资产，等于总资产收益率。", "gb18030", "read as GB 18030"),
        ("银行 = '工商银行'  # ok", "gbk", "read as GB 18030"),
        ("# Überschuß: é à ç", "latin-1", "read as Western European"),
        ("# 5 € “quoted”", "cp1252", "read as Western European"),
        ("# \x81 é \x8f", "latin-1", "read as Western European"),
    ],
)
def test_another_encoding_is_told_by_its_letters(source, encoding, told):
    notebook = _with_source(source)
    found, (flag,) = decode(json.dumps(notebook, ensure_ascii=False).encode(encoding))
    assert found == notebook
    assert told in flag


def test_one_broken_letter_in_ten_is_utf_8_with_a_broken_letter_and_two_are_not():
    whole = json.dumps(_with_source("中" * 9 + "?"), ensure_ascii=False).encode()
    found, (flag,) = decode(whole.replace(b"?", b"\xff"))
    assert found == _with_source("中" * 9 + "\ufffd")
    assert "broken letters" in flag
    _, (flag,) = decode(whole.replace(b"?", b"\xff\xff"))
    assert "broken letters" not in flag


def test_broken_utf_16_is_read_with_a_flag():
    content = TEXT.encode("utf-16-le").replace("é".encode("utf-16-le"), b"\x00\xd8")
    found, (flag,) = decode(content)
    assert found == _with_source("净利润 = '\ufffd'")
    assert flag.startswith("the file is broken UTF-16-LE")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\x00\xef\xbb\xbf", "the file is empty"),
        (b"PK\x03\x04....", "the file is a zip archive or office file"),
        (b"%PDF-1.7", "the file is a PDF file"),
        (b"\x1f\x8b\x08", "the file is a gzip archive"),
        (b"\x89PNG\r\n", "the file is a picture"),
        (b"version https://git-lfs.github.com/spec/v1", "the file is a Git LFS pointer"),
        (b"<!DOCTYPE html>", "the file is a web page"),
        (b"import pandas", "Expecting value"),
        (TEXT.encode()[: len(TEXT) // 2], "Unterminated string"),
        (b'{"nbformat": 4, "cells": [', "it ends too early"),
        (TEXT.encode() + b"x", "Extra data"),
        (b"[1, 2]", "it holds a list"),
        (b'"text"', "it holds a text"),
        (b"null", "it holds nothing"),
        (b"5", "it holds a number"),
        (b"true", "it holds a number"),
        (b"{}", "it has no list of cells"),
        (b'{"cells": {}}', "it has no list of cells"),
        (b'{"nbformat": 5, "cells": []}', "it is of notebook format '5'; formats 3 and 4 are read"),
        (b'{"nbformat": 2, "worksheets": []}', "it is of notebook format '2'"),
        (b'{"nbformat": 3, "cells": []}', "it is of notebook format '3'"),
        (b'{"nbformat": true, "cells": []}', "it is of notebook format 'True'"),
        (b'{"nbformat": [4], "cells": []}', "it is of notebook format '[4]'"),
        (b'{"nbformat": 3, "worksheets": [5]}', "notebook format 3 without cells"),
        (b'{"nbformat": 3, "worksheets": [{"cells": 5}]}', "notebook format 3 without cells"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000, "it is nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_refused_in_a_sentence(content, reason):
    with pytest.raises(Refused) as refused:
        decode(content)
    assert refused.value.status == UNREADABLE
    assert refused.value.reason.startswith(f"not a notebook: {reason}")
    assert "\n" not in refused.value.reason


def test_numbers_do_not_matter_however_large_or_odd():
    digits = "9" * 5000
    text = TEXT.replace(
        '"metadata"', f'"a": {digits}, "b": 1e999, "c": NaN, "d": -Infinity, "e": 0.{digits}, "metadata"'
    )
    found, flags = decode(text.encode())
    assert (found["cells"][0]["source"], flags) == (CELL["source"], ())


def test_of_a_key_that_stands_twice_the_last_counts_as_in_jupyter():
    assert decode(b'{"cells": [5], "cells": []}')[0]["cells"] == []


def test_a_minor_version_of_the_future_or_none_is_read():
    for text in (TEXT.replace('"nbformat_minor": 5', '"nbformat_minor": 99'), '{"cells": []}'):
        assert isinstance(decode(text.encode())[0]["cells"], list)


def test_format_3_becomes_what_nbformat_makes_of_it():
    code = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": [], "collapsed": False}
    others = [
        {"cell_type": "heading", "level": level, "source": "T", "metadata": {}} for level in (1, 2, 6)
    ] + [{"cell_type": kind, "source": "t", "metadata": {}} for kind in ("markdown", "html", "raw")]  # fmt: skip
    code["metadata"] = {"nbgrader": {"grade_id": "a"}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [code]}, {"cells": others}]}
    first_sheet = old | {"worksheets": [{"cells": [code, *others]}]}  # nbformat looks at no other
    expected = nbformat.convert(nbformat.from_dict(first_sheet), 4).cells
    cells, _ = read_cells(decode(json.dumps(old).encode())[0])
    assert [(cell.kind, cell.source) for cell in cells] == [(cell.cell_type, cell.source) for cell in expected]
    assert [cell.name for cell in cells] == ["a", *[""] * 6]


@pytest.mark.parametrize(("level", "source"), [("2", "T"), ([2], ["T"]), (None, "T"), (7, "T")])
def test_an_odd_heading_of_format_3_is_one_of_the_first_level(level, source):
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "heading", "level": level, "source": source}]}]}
    ((cell,), _) = read_cells(decode(json.dumps(old).encode())[0])
    assert cell.source == "# T"


def test_what_is_no_cell_in_format_3_is_none_in_format_4():
    assert decode(b'{"nbformat": 3, "worksheets": [{"cells": [5]}]}') == ({"cells": [5]}, ())


def test_size_is_refused_before_it_costs_memory():
    sizes = Sizes(notebook=len(TEXT.encode()), marks=TEXT.count(",") + TEXT.count("[") + TEXT.count("{"))
    assert decode(TEXT.encode(), sizes)[1] == ()
    with pytest.raises(Refused, match=r"^the notebook has 0\.0 MB; at most 0\.0 MB are read$"):
        decode(TEXT.encode() + b" ", sizes)
    with pytest.raises(Refused, match=rf"^not a notebook: it has more than {sizes.marks - 1} values$"):
        decode(TEXT.encode(), Sizes(marks=sizes.marks - 1))


@pytest.mark.parametrize(("name", "value"), [("notebook", 0), ("marks", -1), ("depth", True), ("files", 2.5)])
def test_sizes_are_whole_numbers_above_nought(name, value):
    with pytest.raises(ValueError, match=f"sizes need {name} as a whole number above 0, found {value}"):
        Sizes(**{name: value})
    assert getattr(Sizes(**{name: 1}), name) == 1
