"""Outputs of the notebook format, short to write in tests."""

import base64

from cmlib.instructor.judge.outputs import clean

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(data, kind="display_data", **about):
    return {"output_type": kind, "data": data, "metadata": about}


def only(output):
    (one,) = clean([output])
    return one
