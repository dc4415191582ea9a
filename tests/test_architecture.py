"""The house keeps its shape: what may import what, how large a file grows, what a notebook and a wheel hold."""

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "cmlib").rglob("*.py"))
NOTEBOOKS = sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "assignments/source").rglob("*.ipynb")])

#: Room of cmlib -> storey. Imports go to the same storey or one below. Rooms not named, tables and analysis, are on 1.
STOREYS = {
    "items": 0,
    "formula": 0,
    "rule_file": 0,
    "ratios": 0,
    "datasets": 2,
    "plots": 2,
    "practice": 2,
    "synthetic": 2,
    "instructor": 3,
}
STOREYS |= {"commands": 4, "__main__": 5}

#: What a formula file may import besides the standard library.
FORMULA_IMPORTS = {"numpy", "narwhals", "cmlib.items", "cmlib.formula", "cmlib.ratios"}

#: What must not come along when a researcher imports the library.
HEAVY = ("IPython", "ipykernel", "jupyter", "matplotlib", "nbclient", "nbconvert", "nbformat", "nbgrader", "networkx")
HEAVY += ("notebook", "seaborn", "sklearn", "statsmodels", "tqdm")


def shown(path):
    return path.relative_to(ROOT).as_posix()


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path):
    """Full names of what a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)} line {node.lineno}: write the import in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def storey(module):
    room = module.split(".")[1] if "." in module else "cmlib"
    return STOREYS.get(room, 1)


def is_within(module, package):
    return module == package or module.startswith(package + ".")


def public_definitions(tree):
    """Public functions and classes of a module, and public methods of its public classes."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{name}", inner) for name, inner in public_definitions(node))


@pytest.fixture(scope="module")
def lean_modules():
    """Modules of cmlib that a researcher imports."""
    apart = ("cmlib.plots", "cmlib.instructor", "cmlib.__main__")
    names = [module_name(path) for path in SOURCES]
    return [name for name in names if not any(is_within(name, room) for room in apart)]


def test_the_library_imports_no_plots_notebooks_or_models(lean_modules):
    script = (
        "import importlib, sys\n"
        f"for name in {lean_modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"    heavy = sorted(other for other in sys.modules if other.startswith({HEAVY!r}))\n"
        "    if heavy: sys.exit(f'{name} pulls in {heavy[:5]}')\n"
    )
    fresh = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert fresh.returncode == 0, fresh.stderr


def test_the_heavy_packages_are_told_apart():
    """The check above would see a heavy package: importing the figures does pull one in."""
    script = f"import sys, cmlib.plots; sys.exit(not any(name.startswith({HEAVY!r}) for name in sys.modules))"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


@pytest.mark.parametrize("path", [ROOT / "cmlib/formula.py", *sorted((ROOT / "cmlib/ratios").glob("*.py"))], ids=shown)
def test_formula_files_know_only_formulas(path):
    outside = [
        name
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(is_within(name, allowed) for allowed in FORMULA_IMPORTS)
    ]
    assert outside == []


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_imports_run_one_way(path):
    here = storey(module_name(path))
    upwards = [name for name in imported(path) if is_within(name, "cmlib") and storey(name) > here]
    assert upwards == []


#: Folder of the synthetic bank -> what it may build on besides itself. The files beside the folders serve them all.
BANK_FLOORS = {"world": set(), "people": {"world"}, "firms": {"world"}}
BANK_FLOORS |= {room: set(BANK_FLOORS) for room in ("accounts", "lending", "marketing", "service", "staff")}


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in (ROOT / "cmlib/synthetic").iterdir() if (path / "__init__.py").is_file())
)
def test_a_room_of_the_bank_knows_only_rooms_below_it(folder):
    known = BANK_FLOORS[folder] | {folder}
    rooms = set(BANK_FLOORS)
    odd = [
        f"{shown(path)}: {name}"
        for path in (ROOT / "cmlib/synthetic" / folder).rglob("*.py")
        for name in imported(path)
        if name.startswith("cmlib.synthetic.") and name.split(".")[2] in rooms - known
    ]
    assert odd == []


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_everything_public_is_described(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the file does not say what it is about"
    if is_within(module_name(path), "cmlib.instructor"):
        return  # called by the command line, not by readers of a reference
    assert [name for name, node in public_definitions(tree) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("folder", ["cmlib", "tests", "benchmarks"])
def test_files_hold_one_idea(folder):
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}
    assert [
        shown(path) for path in files if path.stem in {"utils", "util", "helpers", "helper", "misc", "common"}
    ] == []


def test_there_are_lessons_and_assignments_to_check():
    assert {path.relative_to(ROOT).parts[0] for path in NOTEBOOKS} == {"notebooks", "assignments"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=shown)
def test_notebooks_are_kept_without_outputs_and_with_cell_ids(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) >= (4, 5)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_is_content(check):
    ruff = [sys.executable, "-m", "ruff", *check, "--quiet", "--output-format", "concise", "."]
    outcome = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_wheel_holds_the_library_and_its_data_and_nothing_else(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        (tree / name).write_bytes((ROOT / name).read_bytes())
    for name in ("cmlib", "tests", "datasets", "notebooks", "assignments"):  # links: building only reads them
        (tree / name).symlink_to(ROOT / name)
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=tree, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    kept = {shown(path) for path in (ROOT / "cmlib").rglob("*") if path.suffix in {".py", ".toml", ".typed"}}
    assert packed == kept
    assert any(name.endswith(".toml") for name in packed)
