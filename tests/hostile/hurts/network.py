"""
what: calls home: by name, by number, over datagrams, over sockets of other programs, and asks for metadata of the cloud
points: 19 of 19
"""
import socket
import urllib.request

reached = []
for family, address in (
    (socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET, ("169.254.169.254", 80)), (socket.AF_INET, ("127.0.0.1", 22)),
    (socket.AF_INET6, ("::1", 22)), (socket.AF_UNIX, "/var/run/docker.sock"), (socket.AF_UNIX, "\0/tmp/.X11-unix/X0"),
    (socket.AF_UNIX, "/run/dbus/system_bus_socket"),
):
    try:
        line = socket.socket(family)
        line.settimeout(0.2)
        line.connect(address)
        reached.append(address)
    except OSError:
        continue
try:
    reached.append(urllib.request.urlopen("http://example.org", timeout=0.2).read())
except OSError:
    pass
assert not reached, reached


def growth(before, after):
    return (after - before) / before
