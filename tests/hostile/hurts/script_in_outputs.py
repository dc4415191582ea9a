"""
what: outputs of every kind that would run, fetch or hide something in the instructor's browser
points: 19 of 19
"""
from IPython.display import HTML, IFrame, Javascript, Latex, Markdown, SVG, display, publish_display_data

evil = "<script>fetch('/formgrader/api/submission', {method: 'PUT'})</script>"
for html in (
    evil, "<img src=x onerror=alert(1)>", "<IMG SRC='http://192.0.2.1/seen.png'>", "<svg/onload=alert(1)>", "<a href='javascript:alert(1)'>mark</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<math><mtext><style><img src onerror=alert(1)></style></mtext></math>",
    "<form action='/formgrader'><button>5 points</button></form>", "<style>.score{display:none}</style>", "<meta http-equiv=refresh content=0>",
    "<base href='http://192.0.2.1/'>", "<div style='background:url(http://192.0.2.1/x)'>x</div>", "<object data='data:text/html,x'></object>",
    "<b onclick = 'alert(1)'>b</b>", "<table background='http://192.0.2.1/x'><tr><td>1</td></tr></table>", "<a href=' &#106;avascript:alert(1)'>x</a>",
    "<scr<script>ipt>alert(1)</script>", "</div></div></form><input name=score value=5>", "<!--><img src=x onerror=alert(1)>-->",
):
    display(HTML(html))
display(Javascript("alert(1)"), SVG(f"<svg xmlns='http://www.w3.org/2000/svg'>{evil}</svg>"), IFrame("http://192.0.2.1", 9, 9))
display(Markdown(f"[mark](javascript:alert(1)) ![seen](http://192.0.2.1/x.png) {evil}"), Latex(r"$\href{javascript:alert(1)}{5}$"))
publish_display_data({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "application/vnd.plotly.v1+json": {}, "text/html": evil})
publish_display_data({"text/html": [evil], "image/svg+xml": evil, "application/pdf": "x", "text/x-unheard-of": evil, "image/png": evil})


class Table:
    def _repr_html_(self): return evil
    def _repr_mimebundle_(self, **_): return {"text/html": evil, "application/javascript": "alert(1)"}, {"text/html": {"isolated": True}}


display(Table())
growth = lambda before, after: (after - before) / before
Table()
