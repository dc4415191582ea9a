"""Who is linked to whom: owners, guarantors, people who brought each other."""

from collections.abc import Mapping

import networkx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from cmlib.plots import style
from cmlib.plots.checks import as_table, numbers_by_row, require_columns

_THIN, _THICK = 0.9, 3.6  # widths of the lightest and the heaviest link, in points
_ACROSS, _DOWN = 0.9, 0.85  # inches for a node beside another, and below another
_GAP = 1.4  # between two groups of nodes that nothing links, in units of the layout


def network(
    links: pd.DataFrame, *, title: str, source: str, target: str, weight: str | None = None, label: str | None = None,
    groups: Mapping | pd.Series | None = None, texts: Mapping | pd.Series | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Links as arrows between named nodes (关系网络图).

    ``links`` is a pandas table with one row a link, an arrow from its ``source`` to its ``target``. The column
    ``weight`` (not below 0) makes heavy links thicker, the column ``label`` is written beside the arrow.
    ``groups`` maps a node to its group, which chooses colour and dashes of its frame; nodes that it names are drawn
    even without a link. ``texts`` maps a node to what is written into its frame, without it the node's own name.

    Where no link leads back, sources stand above their targets, and nodes in the same row are ordered so that arrows
    cross little. Where links go round in a circle, linked nodes stand close together. The same links always give the
    same picture, whatever the order of their rows.

    Raises ``TypeError`` for what is no pandas table, ``LookupError`` for a missing column, ``ValueError`` for an empty
    table, a missing end, a node linked to itself, the same link twice, and a weight that is text, missing or below 0.

    >>> from matplotlib.figure import Figure
    >>> owned = pd.DataFrame({"owner": ["A", "B"], "firm": ["B", "C"], "share": [0.6, 0.5]})
    >>> ax = network(owned, source="owner", target="firm", weight="share", title="A stands behind C",
    ...              ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['A', 'B', 'C']
    """
    ends, widths, notes = _opened(links, source, target, weight, label)
    groups, texts = dict(groups if groups is not None else {}), dict(texts if texts is not None else {})
    style.require_title(title, "network")
    graph = networkx.DiGraph()
    graph.add_nodes_from(sorted({*groups, *(name for pair in ends for name in pair)}, key=str))
    graph.add_edges_from(sorted(ends, key=lambda pair: (str(pair[0]), str(pair[1]))))
    places, in_rows = _places(graph), networkx.is_directed_acyclic_graph(graph)
    size = np.ptp(np.array([*places.values()]), axis=0)
    width, height = max(style.SIZE[0], _ACROSS * (size[0] + 1)), max(2.4, 1.1 + _DOWN * (size[1] + 0.6))
    ax = style.canvas(ax, size=(width, height), grid="")
    ax.spines[:].set_visible(False)
    ax.set(xticks=[], yticks=[])
    nodes = _draw_nodes(ax, places, groups, texts)
    for pair, thick, note in zip(ends, widths, notes, strict=True):
        _draw_link(ax, places, nodes, pair, _bend(graph, places, pair, in_rows), thick, note)
    (left, low), (right, high) = (end(np.array([*places.values()]), axis=0) for end in (np.min, np.max))
    ax.set(xlim=(left - 0.6, right + 0.6), ylim=(low - 0.35, high + 0.35))
    known = dict.fromkeys(groups[name] for name in graph if name in groups)
    signs = [Line2D([], [], label=style.words(group), **_look(number)) for number, group in enumerate(sorted(known))]
    above = style.key_above(ax, signs) if signs else 0
    return style.caption(ax, title, above=above)


class _Arrow(FancyArrowPatch):
    """An arrow between the frames of two texts, wherever these are when it is drawn."""

    def __init__(self, ends: tuple[Text, Text], places, **look):
        super().__init__(*places, patchA=ends[0].get_bbox_patch(), patchB=ends[1].get_bbox_patch(), **look)
        self.ends = ends
        self.set_in_layout(False)

    def draw(self, renderer):
        """Move the frames to their texts first: the arrow begins and ends at them."""
        for text in self.ends:
            text.update_bbox_position_size(renderer)
        super().draw(renderer)


def _opened(links, source, target, weight, label) -> tuple[list[tuple], list[float], list[str]]:
    """Both ends, the width and the text of each link."""
    table = as_table(links.reset_index(drop=True) if isinstance(links, pd.DataFrame) else links, "network", "links")
    require_columns(table, [name for name in (source, target, weight, label) if name], "network")
    ends = list(zip(table[source].tolist(), table[target].tolist(), strict=True))
    for one, other in ends:
        if pd.isna(one) or pd.isna(other):
            raise ValueError(f"network needs both ends of every link; found one from {one!r} to {other!r}. Drop it")
        if one == other:
            raise ValueError(f"network needs links between two nodes; {one!r} is linked to itself")
        if ends.count((one, other)) > 1:
            raise ValueError(f"network needs each link once; {one!r} to {other!r} comes twice. Add them up first")
    notes = [str(note) for note in table[label]] if label else [""] * len(ends)
    if weight is None:
        return ends, [1.4] * len(ends), notes
    weights = numbers_by_row(table[[weight]], "network", "links")[weight]
    if not (weights >= 0).all():
        wrong = weights[~(weights >= 0)].iloc[0]
        raise ValueError(f"network needs weights not below 0 in {weight!r}; found {wrong:g}")
    return ends, list(_THIN + (_THICK - _THIN) * weights / max(weights.max(), 1e-300)), notes


def _places(graph: networkx.DiGraph) -> dict:
    """Node -> x and y, in steps from one node to the next; parts that nothing links stand side by side."""
    places, left = {}, 0.0
    parts = sorted(networkx.weakly_connected_components(graph), key=lambda part: (-len(part), min(map(str, part))))
    for part in parts:
        inner = graph.subgraph(sorted(part, key=str))
        own = _in_rows(inner) if networkx.is_directed_acyclic_graph(inner) else _by_springs(inner)
        low = min(x for x, _ in own.values())
        places |= {name: (left + x - low, y) for name, (x, y) in own.items()}
        left = max(x for x, _ in places.values()) + _GAP
    return places


def _in_rows(graph: networkx.DiGraph) -> dict:
    """Sources above targets; in each row a node stands near those that it is linked to in the rows above."""
    row: dict = {}
    for name in networkx.lexicographical_topological_sort(graph, key=str):
        row[name] = max((row[other] + 1 for other in graph.predecessors(name)), default=0)
    for name in reversed(list(networkx.lexicographical_topological_sort(graph, key=str))):
        below = [row[other] - 1 for other in graph.successors(name)]
        row[name] = max(row[name], min(below, default=row[name]))  # an owner stands just above what it owns
    rows = [[name for name in sorted(row, key=str) if row[name] == number] for number in range(max(row.values()) + 1)]
    widest = max(map(len, rows))
    places = dict[object, tuple[float, float]]()
    for number, names in enumerate(rows):
        wish = {name: np.mean([places[o][0] for o in graph.predecessors(name)] or [widest / 2]) for name in names}
        names.sort(key=lambda name: (wish[name], str(name)))
        for place, name in enumerate(names):
            places[name] = ((place + 0.5) * widest / len(names), -float(number))
    return places


def _by_springs(graph: networkx.DiGraph) -> dict:
    """Linked nodes close together: distances in the picture follow distances in the network."""
    circle = networkx.circular_layout(graph)
    found = networkx.kamada_kawai_layout(graph.to_undirected(), pos=circle)
    scale = max(1.2, 0.55 * np.sqrt(len(graph)))
    return {name: (1.6 * scale * x, scale * y) for name, (x, y) in found.items()}


def _look(number: int) -> dict:
    return {"color": style.PALETTE[number % 7], "linestyle": style.DASHES[number % 5], "linewidth": 1.8}


def _draw_nodes(ax: Axes, places: dict, groups: Mapping, texts: Mapping) -> dict:
    order = {group: number for number, group in enumerate(sorted(set(groups.values())))}
    nodes = {}
    for name, (x, y) in places.items():
        look = _look(order[groups[name]]) if name in groups else {"color": style.MUTED, "linewidth": 1.2}
        frame = {"boxstyle": "round,pad=0.45", "facecolor": style.PAPER, "edgecolor": look.pop("color"), **look}
        nodes[name] = ax.text(
            x, y, str(texts.get(name, name)), ha="center", va="center", fontsize=style.SMALL_SIZE, color=style.INK,
            bbox=frame, zorder=4,
        )  # fmt: skip
    return nodes


def _bend(graph: networkx.DiGraph, places: dict, pair: tuple, in_rows: bool) -> float:
    """Arrows are bent where there is a link back, and where they pass a row of nodes."""
    one, other = pair
    passes = in_rows and abs(places[one][1] - places[other][1]) > 1.5
    return 0.22 if passes or graph.has_edge(other, one) else 0.0


def _draw_link(ax: Axes, places: dict, nodes: dict, pair: tuple, bend: float, width: float, note: str) -> None:
    one, other = pair
    a, b = np.array(places[one]), np.array(places[other])
    ax.add_patch(
        _Arrow(
            (nodes[one], nodes[other]), (a, b), arrowstyle="-|>", mutation_scale=9 + width, linewidth=width,
            color=style.MUTED, connectionstyle=f"arc3,rad={bend}", shrinkA=1, shrinkB=1, zorder=2,
        )
    )  # fmt: skip
    if note:
        middle = (a + b) / 2 + bend / 2 * np.array([b[1] - a[1], a[0] - b[0]])
        ax.text(
            *middle, note, ha="center", va="center", fontsize=style.SMALL_SIZE, color=style.INK, zorder=3,
            bbox={"boxstyle": "square,pad=0.15", "facecolor": style.PAPER, "edgecolor": "none"},
        )  # fmt: skip
