"""Which submissions look alike: pairs of students whose code shares more than chance and the task explain.

Two answers are compared by their fingerprints, every run of eight tokens. What the students were given does not
count; what many wrote tells nothing and does not make a pair. A pair is something to look at, not a verdict.

Source: the idea of fingerprints, and of leaving out what is given or common, after Schleimer, S., Wilkerson, D. S.,
Aiken, A. (2003), "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003, 76–85.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from scipy.sparse import csr_array

from cmlib.instructor.report.fingerprints import LENGTH, fingerprints, tokens_of


@dataclass(frozen=True)
class Rules:
    """What makes a pair. A ``share`` is of the fingerprints of both answers together: 1 where they are the same.

    An answer of fewer than ``tokens`` is not compared: short ones are alike by nature. Of the shared fingerprints at
    least ``telling`` must be found in few answers: no more than ``common``, or that part of the class if it is more.
    """

    share: float = 0.6
    tokens: int = 40
    telling: int = 20
    common: int = 10
    common_part: float = 0.05


RULES = Rules()


@dataclass(frozen=True)
class Alike:
    """Two answers to one task: the share that is the same, and how rare that is (1 for what only these two have)."""

    task: str
    share: float
    rarity: float


@dataclass(frozen=True)
class Pair:
    """Two students, and the tasks at which their code is alike."""

    students: tuple[str, str]
    tasks: tuple[Alike, ...]

    @property
    def rarity(self) -> float:
        """By this the list is ordered: fingerprints that only these two share count in full, others less."""
        return sum(task.rarity for task in self.tasks)


def similar_pairs(
    answers: Mapping[str, Mapping[str, str]], stubs: Mapping[str, str], rules: Rules = RULES
) -> list[Pair]:
    """Pairs of students whose answers are alike, the most telling first.

    ``answers`` maps each task to the code of each student, ``stubs`` each task to what the students were given.
    """
    found: dict[tuple[str, str], list[Alike]] = {}
    for task, codes in answers.items():
        for pair, alike in _alike(task, codes, stubs.get(task, ""), rules).items():
            found.setdefault(pair, []).append(alike)
    pairs = [Pair(students, tuple(tasks)) for students, tasks in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.rarity, pair.students))


def matching_lines(one: str, other: str) -> tuple[frozenset[int], frozenset[int]]:
    """The lines of both texts, from 0, that hold a run of tokens which the other has too."""
    first, second = tokens_of(one), tokens_of(other)
    matcher = SequenceMatcher(None, [each.text for each in first], [each.text for each in second], autojunk=False)
    here: set[int] = set()
    there: set[int] = set()
    for start, place, size in matcher.get_matching_blocks():
        if size >= LENGTH:
            here |= {token.line for token in first[start : start + size]}
            there |= {token.line for token in second[place : place + size]}
    return frozenset(here), frozenset(there)


def _alike(task: str, codes: Mapping[str, str], stub: str, rules: Rules) -> dict[tuple[str, str], Alike]:
    own = _own_fingerprints(codes, stub, rules)
    if len(own) < 2:
        return {}
    students = list(own)
    in_how_many = Counter(each for prints in own.values() for each in prints)
    limit = max(rules.common, int(rules.common_part * len(codes)))
    telling = {each: place for place, each in enumerate(e for e, count in in_how_many.items() if 2 <= count <= limit)}
    if not telling:
        return {}
    columns = [np.sort([telling[each] for each in prints if each in telling]) for prints in own.values()]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in columns])])
    places = np.concatenate(columns).astype(np.int64)
    has = csr_array((np.ones(len(places)), places, starts), shape=(len(students), len(telling)))
    rare = np.array([1 / (in_how_many[each] - 1) for each in telling])
    shared = (has @ has.T).tocoo()
    firsts, seconds = shared.coords
    enough = (firsts < seconds) & (shared.data >= rules.telling)
    firsts, seconds = firsts[enough], seconds[enough]
    rarity = ((has * rare).tocsr() @ has.T)[firsts, seconds] if len(firsts) else []
    found = {}
    for first, second, weight in zip(firsts, seconds, rarity, strict=True):
        one, other = students[first], students[second]
        share = 2 * len(own[one] & own[other]) / (len(own[one]) + len(own[other]))
        if share >= rules.share:
            found[one, other] = Alike(task, share, float(weight))
    return found


def _own_fingerprints(codes: Mapping[str, str], stub: str, rules: Rules) -> dict[str, frozenset[str]]:
    """The fingerprints of each answer that is long enough, without those of the stub; students by name."""
    given = set(fingerprints(tokens_of(stub)))
    seen: dict[str, frozenset[str]] = {}
    for code in set(codes.values()):
        tokens = tokens_of(code)
        seen[code] = frozenset(fingerprints(tokens)) - given if len(tokens) >= rules.tokens else frozenset()
    return {student: seen[code] for student, code in sorted(codes.items()) if seen[code]}
