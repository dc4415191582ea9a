"""A file is written whole or stays as it was."""

import os

import pytest

from cmlib.instructor.whole_file import write_whole


def test_the_new_content_stands_in_the_file_and_nothing_beside_it(tmp_path):
    file = tmp_path / "report.html"
    for content in (b"first", b"second"):
        write_whole(file, content)
        assert file.read_bytes() == content
    assert os.listdir(tmp_path) == ["report.html"]


def test_what_stood_there_stays_when_writing_fails(tmp_path, monkeypatch):
    file = tmp_path / "report.html"
    file.write_bytes(b"as it was")

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"half")
    assert file.read_bytes() == b"as it was"
    assert os.listdir(tmp_path) == ["report.html"]
