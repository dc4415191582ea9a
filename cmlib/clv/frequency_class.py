"""Classes of frequency: 0, 1, 2, … repeat purchases, and the last one open."""


def class_labels(most: int) -> list[str]:
    """Names of the classes; the last holds ``most`` purchases and more.

    >>> class_labels(2)
    ['0', '1', '2+']
    """
    return [*map(str, range(most)), f"{most}+"]
