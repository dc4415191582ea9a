"""
what: imports a package that is not installed, in the first line
points: 14 of 19
says: growth
"""
import a_package_that_nobody_has as pkg


def growth(before, after):
    return pkg.growth(before, after)
