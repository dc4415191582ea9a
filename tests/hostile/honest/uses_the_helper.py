"""
what: uses the instructor's helper, data and edited rate, and tests itself
points: 19 of 19
"""
rate = 0.07


def growth(before, after):
    """The growth.

    >>> growth(100, 200)
    1.0
    """
    return (after - before) / before


assert close(growth(100, 107), rate)
import doctest

doctest.run_docstring_examples(growth, globals())
