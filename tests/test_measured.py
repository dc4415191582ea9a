"""The README shows the speed and memory that the benchmarks left, each finding beside its aim."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def everything(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    import everything

    return everything


def test_the_readme_shows_what_was_measured(everything):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert everything.with_table(readme) == readme
    assert readme.count("| aim |") == 1


def test_every_script_is_run_by_make_bench(everything):
    shared = {"everything", "measure", "peers", "peer_financetoolkit"}
    scripts = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - shared
    assert scripts == {*everything.SCRIPTS, *everything.OTHERS}


def test_faster_and_slower_are_told_apart(everything):
    def told(times):
        return everything.shown(everything.Result("work", "peer", "aim", times, 0.5))

    assert told(0.25) == "4x faster, 0.5 s"
    assert told(1.5) == "1.50x the time, 0.5 s"
    assert told(None) == "0.5 s"


def test_the_results_name_their_versions():
    for path in sorted((ROOT / "benchmarks/results").glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not path.stem.startswith("time_against"):
            assert {"numpy", "pandas"} <= kept["versions"].keys(), path.name
