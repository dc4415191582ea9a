"""Lists, tuples, dicts, sets, ranges, slices, and references to what stays where it is."""

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Collection
from typing import Any

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.reference import Reference
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.writer import Writer

#: Keys of one hash that a dict or set may hold. Honest keys share a hash rarely; made-up ones take time squared.
_SAME_HASH = 1000


def _write_sequence(writer: Writer, value: Collection[object]) -> None:
    writer.values(value, value)


def _read_tuple(reader: Reader) -> tuple[object, ...]:
    return tuple(reader.values())


def _write_set(writer: Writer, value: Collection[object]) -> None:
    writer.plain(list(value))


def _read_set(reader: Reader) -> set[object]:
    return set(_keys(reader))


def _read_frozenset(reader: Reader) -> frozenset[object]:
    return frozenset(_keys(reader))


def _write_dict(writer: Writer, value: dict[Any, Any]) -> None:
    writer.plain(list(value))
    writer.values(value.values(), value)


def _read_dict(reader: Reader) -> dict[Any, object]:
    return dict(zip(_keys(reader), reader.values(), strict=True))


def _keys(reader: Reader) -> list[Any]:
    """Keys that are plain, hashable, different from each other, and do not collide on purpose."""
    keys = reader.exactly(list)
    if len(keys) > _SAME_HASH and len(keys) - len(set(map(hash, keys))) > _SAME_HASH:
        raise WireError(f"more than {_SAME_HASH} keys share a hash with another")
    if len(set(keys)) != len(keys):
        raise WireError("a key occurs twice")
    return keys


def _read_ordered_dict(reader: Reader) -> OrderedDict[Any, object]:
    return OrderedDict(_read_dict(reader))


def _read_counter(reader: Reader) -> Counter[Any]:
    counter: Counter[Any] = Counter()
    dict.update(counter, _read_dict(reader))  # Counter's own would add
    return counter


def _write_default_dict(writer: Writer, value: defaultdict[object, object]) -> None:
    writer.value(value.default_factory)  # commonly a function, which stays where it is
    _write_dict(writer, value)


def _read_default_dict(reader: Reader) -> defaultdict[Any, object]:
    default = reader.value()
    if default is not None and not callable(default):
        raise WireError("a dict has a default that makes nothing")
    return defaultdict(default, _read_dict(reader))


def _write_deque(writer: Writer, value: deque[object]) -> None:
    writer.plain(value.maxlen)
    writer.values(value, value)


def _read_deque(reader: Reader) -> deque[object]:
    longest = reader.exactly(int, type(None))
    return deque(reader.values(), longest)


def _write_range(writer: Writer, value: range) -> None:
    for part in (value.start, value.stop, value.step):
        writer.plain(int(part))


def _read_range(reader: Reader) -> range:
    return range(*(reader.exactly(int) for _ in range(3)))


def _write_slice(writer: Writer, value: slice) -> None:
    for part in (value.start, value.stop, value.step):
        writer.value(part)


def _read_slice(reader: Reader) -> slice:
    return slice(*(reader.value() for _ in range(3)))


def _write_reference(writer: Writer, value: Reference) -> None:
    writer.plain(str(value.owner))
    writer.plain(int(value.number))
    writer.plain(dict(value.about))


def _read_reference(reader: Reader) -> object:
    reference = Reference(reader.exactly(str), reader.exactly(int), reader.exactly(dict))
    if any(type(key) is not str for key in reference.about):
        raise WireError("a reference is described under a key that is no text")
    return reader.resolved(reference)


FORMS = (
    Form(b"l", (list,), _write_sequence, Reader.values),
    Form(b"t", (tuple,), _write_sequence, _read_tuple),
    Form(b"d", (dict,), _write_dict, _read_dict),
    Form(b"S", (set,), _write_set, _read_set),
    Form(b"F", (frozenset,), _write_set, _read_frozenset),
    Form(b"o", (OrderedDict,), _write_dict, _read_ordered_dict),
    Form(b"#", (Counter,), _write_dict, _read_counter),
    Form(b"?", (defaultdict,), _write_default_dict, _read_default_dict),
    Form(b"q", (deque,), _write_deque, _read_deque),
    Form(b"r", (range,), _write_range, _read_range),
    Form(b":", (slice,), _write_slice, _read_slice),
    Form(b"@", (Reference,), _write_reference, _read_reference),
)
