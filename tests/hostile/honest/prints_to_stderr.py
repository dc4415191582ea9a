"""
what: prints progress to both streams, by print, logging and a command
points: 19 of 19
"""
import logging
import sys

logging.basicConfig(level=logging.DEBUG)
logging.getLogger("growth").warning("starts")


def growth(before, after):
    print("computing", file=sys.stderr)
    print("computing")
    logging.getLogger("growth").info("from %s to %s", before, after)
    return (after - before) / before
