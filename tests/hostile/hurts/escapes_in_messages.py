"""
what: exceptions of the tested function that speak to the instructor's terminal and browser
points: 14 of 19
says: your code raised
"""
def growth(before, after):
    raise type("Odd\x1b[2J<script>", (ValueError,), {})("\x1b]0;title\x07<script>alert(1)</script>\n5 points")
