"""pyproject.toml, environment.yml and requirements.lock describe one and the same environment."""

import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()

PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


def bounds(requirements):
    """Name -> version bounds, as text that does not depend on the order of writing."""
    parsed = map(Requirement, requirements)
    return {canonicalize_name(one.name): str(one.specifier) for one in parsed}


def conda_entries():
    """The entries of environment.yml without its pip section: name -> version bounds."""
    return bounds(entry.replace(" ", "", 1) for entry in CONDA["dependencies"] if isinstance(entry, str))


def everything():
    return [*PROJECT["dependencies"], *itertools.chain.from_iterable(PROJECT["optional-dependencies"].values())]


def git_files():
    """Every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("this copy of the project is no git working tree")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_a_researcher_gets_four_packages():
    assert set(bounds(PROJECT["dependencies"])) == {"narwhals", "numpy", "pandas", "scipy"}


def test_the_extras_are_those_that_the_readme_names():
    assert set(PROJECT["optional-dependencies"]) == {"course", "scale", "docs", "dev"}


def test_conda_gets_the_same_packages_and_bounds():
    entries = conda_entries()
    assert entries.pop("python") == str(SpecifierSet(PROJECT["requires-python"]))
    assert entries.pop("pip") == ""
    assert entries == bounds(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["course"])


def test_conda_takes_all_from_conda_forge_and_only_the_project_from_pip():
    assert CONDA["name"] == PROJECT["name"]
    assert CONDA["channels"] == ["conda-forge"]
    assert [entry for entry in CONDA["dependencies"] if isinstance(entry, dict)] == [{"pip": ["-e ."]}]


def test_the_environment_maker_accepts_the_same_pythons():
    script = (ROOT / ".ci/environment").read_text()
    (check,) = re.findall(r"\((\d+), (\d+)\) <= sys\.version_info\[:2\] <= \((\d+), (\d+)\)", script)
    major, least, same_major, most = map(int, check)
    assert [f"{major}.{minor}" for minor in range(least, most + 1)] == list(PYTHONS)
    assert major == same_major
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert [f"3.{minor}" for minor in range(5, 30) if f"3.{minor}.5" in allowed] == list(PYTHONS)


def test_the_environment_maker_offers_uv_the_same_range():
    (offered,) = re.findall(r'\$\{base:-"(.+?)"\}', (ROOT / ".ci/environment").read_text())
    assert SpecifierSet(offered) == SpecifierSet(PROJECT["requires-python"])


def test_the_lock_has_pinned_versions_and_no_address():
    condition = r"[a-z_]+ (==|!=|<|<=|>|>=) '[A-Za-z0-9.*]+'"
    pin = re.compile(rf"[a-z0-9-]+==[a-z0-9.]+( ; \(?{condition}( (and|or) \(?{condition}\)?)*\)?)?")
    assert [line for line in LOCK if not pin.fullmatch(line)] == []
    assert [line for line in LOCK if Requirement(line).url] == []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system["sys_platform"])
def test_the_lock_pins_every_dependency_once_within_its_bounds(python, system):
    here = {**system, "python_version": python, "python_full_version": f"{python}.9"}
    pins = {}
    for pin in map(Requirement, LOCK):
        if pin.marker is None or pin.marker.evaluate(here):
            assert pin.name not in pins, f"{pin.name} is pinned twice"
            pins[pin.name] = str(pin.specifier).removeprefix("==")
    for needed in map(Requirement, everything()):
        name = canonicalize_name(needed.name)
        assert name in pins, f"{name} is not in the lock: run make lock"
        assert needed.specifier.contains(pins[name]), f"{needed} does not allow the locked {pins[name]}: run make lock"


def test_the_version_is_the_same_wherever_it_is_written():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    (newest, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert citation["version"] == newest == PROJECT["version"]


def test_no_file_knows_the_machine_it_was_written_on():
    a_machine = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)(?=/|\b)|[A-Z]:\\Users")
    for path in git_files():
        content = path.read_bytes()
        if b"\0" in content:  # a figure
            continue
        found = a_machine.search(content.decode("utf-8"))
        assert not found, f"{path.relative_to(ROOT)} names {found.group()}"
