"""The ways to bring a problem loan to an end, as data: converting it, or recovering the money."""

from dataclasses import dataclass
from importlib.resources import files

from cmlib.rule_file import RuleFile
from cmlib.table.door import hint

#: Converting makes the loan sound again; recovering ends it.
FAMILIES = ("converting", "recovering")


@dataclass(frozen=True)
class Route:
    """One way: its name, its family (one of ``FAMILIES``), and the wider way that it is part of."""

    name: str
    zh: str
    family: str
    meaning: str
    part_of: str = ""


@dataclass(frozen=True)
class ResolutionRoutes(RuleFile):
    """The routes that a bank knows.

    Raises ``ValueError`` when there is none, a name comes twice, or a family is unknown.

    >>> RESOLUTION_ROUTES["litigation"].family
    'recovering'
    """

    name: str
    source: str
    routes: tuple[Route, ...]

    def __post_init__(self) -> None:
        if not self.routes:
            raise ValueError(f"{self.name!r} needs at least one route")
        for position, one in enumerate(self.routes):
            if one.name in self.order[:position]:
                raise ValueError(f"{self.name!r} has the route {one.name!r} twice")
            if one.family not in FAMILIES:
                raise ValueError(
                    f"{self.name!r}, route {one.name!r}: family is one of {FAMILIES}, found {one.family!r}"
                )

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the routes."""
        return tuple(one.name for one in self.routes)

    def __getitem__(self, name: str) -> Route:
        """The route of that name; ``LookupError`` when there is none."""
        for one in self.routes:
            if one.name == name:
                return one
        raise LookupError(f"{self.name!r} has no route {name!r}; it has {list(self.order)}{hint([name], self.order)}")


#: The routes of the course, read from ``routes.toml`` beside this file.
RESOLUTION_ROUTES = ResolutionRoutes.from_toml(files("cmlib.rating.resolution") / "routes.toml")
