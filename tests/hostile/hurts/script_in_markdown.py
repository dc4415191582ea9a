"""
what: scripts, pictures from elsewhere and dangerous links in the student's own text cells
points: 19 of 19
flag: shown as letters
"""
def growth(before, after):
    return (after - before) / before
# %% added markdown
I **calculated** it: a<b, $x<y$.

<script>fetch('/formgrader')</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>
<!-- <b> --><style>.panel{display:none}</style><IFRAME src="javascript:alert(1)"></IFRAME>
# %% added markdown
[mark](javascript:alert(1)) [mark]( &#106;avascript:alert(1)) ![seen](http://192.0.2.1/seen.png) ![seen][1] [x][2]

[1]: http://192.0.2.1/seen.png
[2]: data:text/html,<script>alert(1)</script>

<javascript:alert(1)> $\href{javascript:alert(1)}{points}$ $$\require{html}\cssId{score}{5}\style{color:red}{x}$$
