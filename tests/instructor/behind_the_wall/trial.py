"""Runs behind the wall: executes the code that arrives on the socket and answers with ``repr(out)``."""


def run(line):
    while code := line.recv(60_000).decode():
        names = {}
        try:
            exec(code, names)
            answer = repr(names.get("out"))
        except BaseException as error:
            answer = f"RAISED {error!r}"
        line.sendall(answer.encode()[:60_000])
