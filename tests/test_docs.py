"""The reference and the guides can be built without a warning and without the network, and show what they should."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cmlib.clv import margin_multiple
from cmlib.distress import altman_z_private
from cmlib.ratios import ALL, capital_three_year_growth, return_on_equity

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    build += ["-d", folder / "doctrees", ROOT / "docs", folder / "html"]
    outcome = subprocess.run(build, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr
    return folder / "html"


def test_every_ratio_is_shown_with_its_mathematics_term_and_source(site):
    page = (site / "reference/ratios.html").read_text(encoding="utf-8")
    entries = {name: page.split(f'id="cmlib.ratios.{name}"')[1].split("<dt ")[0] for name in ALL}
    for name, formula in ALL.items():
        for part in ("<math", formula.zh, "Source", "&gt;&gt;&gt;"):
            assert part in entries[name], f"{name} is shown without {part}"


def test_no_page_asks_the_network(site):
    loaded = re.compile(r"""<(?:script|link|img)\b[^>]*?(?:src|href)=["'](?:https?:)?//""")
    pages = list(site.rglob("*.html"))
    assert len(pages) > 15
    assert [page.name for page in pages if loaded.search(page.read_text(encoding="utf-8"))] == []


def test_pictures_have_a_text_instead(site):
    guides = (site / "guides").glob("*.html")
    pictures = [one for page in guides for one in re.findall(r"<img\b[^>]*>", page.read_text(encoding="utf-8"))]
    assert pictures
    assert [one for one in pictures if not re.search(r'alt="[^"]{30,}"', one)] == []


@pytest.mark.parametrize(
    ("formula", "latex"),
    [
        (
            return_on_equity,
            r"\frac{\text{net income}}{\frac{\text{equity}_{t-1} + \text{equity}}{2}}",
        ),
        (
            capital_three_year_growth,
            r"\left(\frac{\text{equity}}{\text{equity}_{t-3}}\right)^{1/3} - 1",
        ),
        (
            margin_multiple,
            r"\frac{\text{retention}}"
            r"{\left(1 + \text{discount rate} - \text{retention} \times \left(1 + \text{margin growth}\right)\right)"
            r" \times \left(1 - \left[\text{retention} > 1\right] - \left[0 - \text{retention} > 0\right]\right)}",
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_mathematics_is_that_of_the_body(formula, latex, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs/extensions")
    from formula_reference import mathematics

    assert mathematics(formula) == latex


def test_weights_of_one_and_below_zero_read_as_one_writes_them(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs/extensions")
    from formula_reference import mathematics

    assert mathematics(altman_z_private).startswith(r"0.717 \times \frac{\text{current assets} - ")
