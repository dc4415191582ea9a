"""Random numbers that a test seeds in the judge are seeded in the student's process, too."""

import random
import sys
from collections.abc import Callable
from typing import Any

from cmlib.instructor.wire.codec import pack


class Seeds:
    """Notes when a test seeds, and gives the states that the student's process must take over before a call.

    They go inwards only: what student code does to its random numbers never reaches the judge's.
    """

    def __init__(self) -> None:
        self._seeded: set[str] = set()
        self._sent: dict[str, bytes] = {}

    def watch(self) -> Callable[[], None]:
        """From now on seeds count; returns what ends that."""
        self._seeded, self._sent = set(), {}
        places: list[tuple[str, Any]] = [("random", random)]
        if "numpy" in sys.modules:
            places.append(("numpy", sys.modules["numpy"].random))
        before = [(place, place.seed) for _, place in places]
        for which, place in places:
            place.seed = self._noting(place.seed, which)

        def end() -> None:
            self._seeded, self._sent = set(), {}
            for place, seed in before:
                place.seed = seed

        return end

    def states(self) -> dict[str, object]:
        """The states to take over: those that were seeded or used here since the last call."""
        found: dict[str, object] = {}
        for which in sorted(self._seeded):
            state, mark = _state(which)
            if self._sent.get(which) != mark:
                self._sent[which] = mark
                found[which] = state
        return found

    def _noting(self, seed: Callable[..., None], which: str) -> Callable[..., None]:
        def seed_and_note(*args: Any, **kwargs: Any) -> None:
            seed(*args, **kwargs)
            self._seeded.add(which)
            self._sent.pop(which, None)

        return seed_and_note


class Generators:
    """Describes NumPy's generators that a test hands to student code.

    Such a generator draws on in the student's process until the test itself has drawn from it or set it.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[bytes, int]] = {}

    def facts(self, generator: Any) -> dict[str, object]:
        """Type and state, and a version that grows whenever the state has changed here."""
        bits = generator._bit_generator
        mark = pack(bits.state)
        known, version = self._known.get(id(generator), (b"", 0))
        if known != mark:
            version += 1
            self._known[id(generator)] = (mark, version)
        return {
            "type": type(generator).__name__,
            "bits": type(bits).__name__,
            "state": bits.state,
            "version": version,
        }


def is_generator(value: object) -> bool:
    """Whether it is one of NumPy's generators of random numbers."""
    random = sys.modules.get("numpy.random")
    return random is not None and type(value) in (random.Generator, random.RandomState)


def _state(which: str) -> tuple[object, bytes]:
    """The state, and bytes that differ where it does."""
    if which == "random":
        state: Any = random.getstate()
        return state, repr(state).encode()
    state = sys.modules["numpy"].random.get_state()
    return state, state[1].tobytes() + repr(state[2:]).encode()
