"""README.md keeps its word: its examples run, print what it says, and its links lead somewhere."""

import contextlib
import io
import re
from pathlib import Path

from cmlib.ratios import ALL

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: A python block, and the text block that follows it where the README shows what is printed.
EXAMPLES = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", README, re.DOTALL)


def test_the_examples_run_and_print_what_is_shown(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert len(EXAMPLES) >= 3
    names = {}  # the examples build on each other, as a reader would type them
    for code, shown in EXAMPLES:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "README.md", "exec"), names)
        assert printed.getvalue()
        assert not shown or printed.getvalue() == shown


def test_the_links_lead_to_files():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []


def test_the_map_shows_the_folders_that_are_there():
    mapped = re.findall(r"^\| `(\w+)/` ", README, re.MULTILINE)
    assert mapped
    assert [folder for folder in mapped if not (ROOT / folder).is_dir()] == []


def test_the_commands_are_targets_of_the_makefile():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    commands = set(re.findall(r"(?:^|`|# )make (\w+)", README, re.MULTILINE))
    assert {"demo", "test"} <= commands <= set(targets)


def test_the_number_of_ratios_is_the_library_s():
    assert {int(number) for number in re.findall(r"(\d+) ratios;", README)} == {len(ALL)}
