"""What lies beside the notebook: regular files only, the instructor's first, nothing in the place of other code."""

import os
import socket
from dataclasses import replace

import pytest

from cmlib.instructor.preflight.beside import files_beside, flags_of_look
from cmlib.instructor.preflight.folder import Changed, Folder
from cmlib.instructor.preflight.instructor_copy import InstructorCopy
from cmlib.instructor.preflight.shadows import is_installed, module_of, would_shadow
from cmlib.instructor.preflight.sizes import Sizes

COPY = InstructorCopy("a", "a", (), {}, files={"data/sales.csv": b"1,2", "tools.py": b"x = 1", "own.py": b"y = 1"})
IGNORE = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")


@pytest.fixture
def lay(tmp_path):
    """Lay files into a student's folder."""

    def lay(**files):
        for path, content in files.items():
            (tmp_path / "s" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "s" / path).write_bytes(content)
        return tmp_path / "s"

    return lay


def looked(path, copy=COPY, home="", sizes=Sizes()):  # noqa: B008  # frozen
    with Folder(path.parent, [path.name], IGNORE, sizes) as folder:
        files, flags = files_beside(folder, home, copy, sizes)
        return files, [*flags_of_look(folder), *flags]


def test_the_students_files_go_along_and_notebooks_do_not(lay):
    path = lay(
        **{"a.ipynb": b"{}", "notes/more.txt": b"t", "helper.py": b"z", "below/b.ipynb": b"{}", "timestamp.txt": b""}
    )
    files, flags = looked(path)
    assert files == COPY.files | {"notes/more.txt": b"t", "helper.py": b"z", "timestamp.txt": b""}
    assert flags == []


def test_files_beside_a_notebook_in_a_folder_below_are_told_from_there(lay):
    path = lay(**{"up.txt": b"0", "below/a.ipynb": b"{}", "below/more/x.txt": b"1", "below2/y.txt": b"2"})
    assert looked(path, home="below")[0] == COPY.files | {"more/x.txt": b"1"}


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("data/sales.csv", b"1,2", None),
        ("data/sales.csv", b"1,3", "data/sales.csv"),
        ("data/sales.csv", b"1,2,3", "data/sales.csv"),
        ("data", b"a file where the instructor has a folder", "data"),
        ("tools.py/x.txt", b"a folder where the instructor has a file", "tools.py/x.txt"),
    ],
)
def test_the_instructors_files_stay(lay, path, content, told):
    files, flags = looked(lay(**{path: content}))
    assert files == COPY.files
    assert flags == ([f"the instructor's file was used in place of: {told!r}"] if told else [])


def test_what_the_course_lets_students_change_is_theirs(lay):
    mine = replace(COPY, students_own=frozenset({"own.py", "other.py"}))
    assert looked(lay(**{"own.py": b"y = 2"}), mine) == (COPY.files | {"own.py": b"y = 2"}, [])
    assert looked(lay(**{"own.py": b"y = 2"}))[0] == COPY.files
    assert looked(lay(**{"x.txt": b""}), mine)[0]["own.py"] == b"y = 2"


def test_a_deleted_file_that_students_may_change_is_the_instructors(lay):
    assert looked(lay(**{"x.txt": b""}), replace(COPY, students_own=frozenset({"own.py"})))[0]["own.py"] == b"y = 1"


SHADOWS = [
    "numpy.py", "pandas/__init__.py", "random.py", "json/decoder.py", "math.so", "math.cpython-311-x86_64-linux-gnu.so",
    "sitecustomize.py", "usercustomize.py", "conftest.py", "evil.pth", "below/evil.pth", "numpy-9.dist-info/METADATA",
    "numpy.egg-info/PKG-INFO", "cmlib/ratios.py", "sklearn.py", "IPython/__init__.py", "tools/__init__.py", "tools.pyc",
    "tools.so", "ipython_config.py", "builtins.py", "nbgrader.py", "a.egg-link", "zipfile.abi3.so",
]  # fmt: skip
HARMLESS = [
    "helper.py",
    "numpy.csv",
    "json/data.json",
    "mine/numpy.py",
    "numpy",
    "numpy_notes.py",
    "data/random.csv",
    "t.so.txt",
]


@pytest.mark.parametrize("path", SHADOWS)
def test_files_in_the_place_of_other_code_are_left_out(path):
    assert would_shadow(path, {"tools"})


@pytest.mark.parametrize("path", HARMLESS)
def test_other_files_are_not(path):
    assert not would_shadow(path, {"tools"})


def test_an_installed_module_is_known_by_its_own_name():
    assert all(is_installed(name) for name in ("os", "_thread", "numpy", "dateutil", "cmlib", "pytest"))
    assert not any(is_installed(name) for name in ("", "Numpy", "helper", "test", "no_such_module"))
    assert module_of("a/b/c.py") == "a"


def test_shadows_are_told(lay):
    files, flags = looked(lay(**{"numpy.py": b"", "tools/__init__.py": b"", "mine.py": b""}))
    assert files == COPY.files | {"mine.py": b""}
    assert flags == ["would be taken for other code, left out: 'numpy.py', 'tools/__init__.py'"]


def test_links_pipes_and_sockets_are_named_and_never_opened(lay, tmp_path):
    path = lay(**{"a.txt": b"mine"})
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "secrets").mkdir()
    (path / "link.txt").symlink_to(tmp_path / "secret.txt")
    (path / "folder").symlink_to(tmp_path / "secrets")
    (path / "gone").symlink_to("nowhere")
    os.mkfifo(path / "pipe")
    here = os.getcwd()
    os.chdir(path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        os.chdir(here)
        files, flags = looked(path)
    assert files == COPY.files | {"a.txt": b"mine"}
    assert flags == [
        "a symbolic link, left out: 'folder', 'gone', 'link.txt'",
        "a named pipe, left out: 'pipe'",
        "a socket, left out: 'socket'",
    ]


def test_a_hard_link_is_told(lay, tmp_path):
    path = lay(**{"a.txt": b"mine"})
    os.link(path / "a.txt", tmp_path / "elsewhere")
    files, flags = looked(path)
    assert files["a.txt"] == b"mine"
    assert flags == ["the same file has another name on the disk (hard link): 'a.txt'"]


def test_hidden_and_ignored_files_are_passed_over(lay):
    path = lay(
        **{".git/x": b"", ".DS_Store": b"", "feedback/f.html": b"", "m.pyc": b"", "__pycache__/y": b"", "a": b""}
    )
    assert looked(path) == (COPY.files | {"a": b""}, [])


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31m.txt", "back\\slash.txt", os.fsdecode(b"\xff.txt")])
def test_names_that_are_no_text_are_left_out(lay, name):
    files, flags = looked(lay(**{name: b"", "a 银行 ü.txt": b""}))
    assert files == COPY.files | {"a 银行 ü.txt": b""}
    (flag,) = flags
    assert flag.startswith("no plain name, left out: ")
    assert flag.isprintable()


@pytest.mark.parametrize(
    ("sizes", "kept", "told"),
    [
        (Sizes(file=3), {"a", "b", "c"}, None),
        (Sizes(file=2), set(), "larger than 0.0 MB, left out: 'a', 'b', 'c'"),
        (Sizes(files=2), {"a", "b"}, "no more than 2 files and 64.0 MB go along; left out: 'c'"),
        (Sizes(files=3), {"a", "b", "c"}, None),
        (Sizes(together=6), {"a", "b"}, "no more than 500 files and 0.0 MB go along; left out: 'c'"),
        (Sizes(together=5), {"a"}, "no more than 500 files and 0.0 MB go along; left out: 'b', 'c'"),
    ],
)
def test_sizes_bound_what_goes_along(lay, sizes, kept, told):
    files, flags = looked(lay(a=b"123", b=b"123", c=b"123"), sizes=sizes)
    assert files.keys() - COPY.files.keys() == kept
    assert flags == ([told] if told else [])


def test_a_look_into_a_huge_folder_ends(lay):
    path = lay(**{f"venv/{number}": b"" for number in range(20)}, **{"a.txt": b"", "z.txt": b""})
    rest = "the folder holds more than was looked at; the rest was left out"
    assert looked(path, sizes=Sizes(entries=23)) == (looked(path)[0], [])
    files, flags = looked(path, sizes=Sizes(entries=22))
    assert (len(files) - len(COPY.files), flags) == (21, [rest])
    deep = lay(**{"1/2/3/x": b"", "1/2/y": b""})
    assert looked(deep, sizes=Sizes(depth=3))[1] == [rest]
    assert "1/2/3/x" in looked(deep, sizes=Sizes(depth=4))[0]


def _more(path):
    (path / "new.txt").write_bytes(b"")


def _longer(path):
    (path / "a.txt").write_bytes(b"12345")


def _as_long(path):
    (path / "a.txt").write_bytes(b"54321"[:4])
    os.utime(path / "a.txt", ns=(1, 1))


def _away(path):
    (path / "a.txt").unlink()


def _link(path):
    (path / "a.txt").rename(path.parent / "b.txt")
    (path / "a.txt").symlink_to(path.parent / "b.txt")


def _pipe(path):
    (path / "a.txt").unlink()
    os.mkfifo(path / "a.txt")


def _folder_link(path):
    (path / "below").rename(path.parent / "other")
    (path / "below").symlink_to(path.parent / "other")


@pytest.mark.parametrize("change", [_more, _longer, _as_long, _away, _link, _pipe, _folder_link])
def test_a_change_after_the_first_look_is_noticed(lay, change):
    path = lay(**{"a.txt": b"1234", "below/b.txt": b"1"})
    with Folder(path.parent, ["s"]) as folder:
        folder.check_unchanged()
        assert [folder.read(entry) for entry in folder.look.entries] == [b"1234", b"1"]
        change(path)
        if change is not _more:
            with pytest.raises(Changed):
                [folder.read(entry) for entry in folder.look.entries]
        with pytest.raises(Changed):
            folder.check_unchanged()


@pytest.mark.parametrize("told", [True, False])
def test_a_change_under_the_reading_is_noticed(lay, monkeypatch, told):
    """By what the system says of the file afterwards, or, where it says nothing new, by the bytes that came."""
    path = lay(**{"a.txt": b"1234"})
    before = os.stat(path / "a.txt")
    with Folder(path.parent, ["s"]) as folder:
        (path / "a.txt").write_bytes(b"123456")
        says = iter([before, os.stat(path / "a.txt") if told else before])
        with monkeypatch.context() as patched:
            patched.setattr(os, "fstat", lambda file: next(says))
            with pytest.raises(Changed):
                folder.read(folder.look.entries[0])
    assert list(says) == []


def test_a_file_that_may_not_be_read_is_told(lay, monkeypatch):
    path = lay(**{"a.txt": b"1", "b.txt": b"2", "tools.py": b"x = 1", "shut/c.txt": b"3"})
    opened = os.open

    def guarded(name, *arguments, **more):
        if name in ("a.txt", "tools.py", "shut"):
            raise PermissionError(13, "Permission denied", name)
        return opened(name, *arguments, **more)

    monkeypatch.setattr(os, "open", guarded)
    files, flags = looked(path)
    assert files == COPY.files | {"b.txt": b"2"}
    assert flags == [
        "a folder that may not be opened, left out: 'shut'",
        "may not be read; left out: 'a.txt'",
        "the instructor's file was used in place of: 'tools.py'",
    ]


def test_no_descriptor_stays_open(lay):
    path = lay(**{"a.txt": b"1", "b/c.txt": b"2"})
    (path / "link").symlink_to("a.txt")
    before = len(os.listdir("/dev/fd"))
    for _ in range(3):
        looked(path)
        with pytest.raises(FileNotFoundError):
            looked(path / "none")
    assert len(os.listdir("/dev/fd")) == before
