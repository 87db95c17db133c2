"""A gate that speaks TLS before a PostgreSQL server, as PgBouncer does: the wheel's server is built without TLS.

It answers the request for TLS as the protocol says (https://www.postgresql.org/docs/current/protocol-flow.html, "SSL
Session Encryption"), shakes hands by a real certificate, and passes everything on. Who does not ask is let go.
"""

import contextlib
import selectors
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


@contextmanager
def tls_gate(behind: Path, certificate: Path, key: Path) -> Iterator[int]:
    """The port of a gate on localhost to the server whose socket is `behind`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as gate, contextlib.ExitStack() as threads:
        doing = threading.Thread(target=_accept, args=(gate, context, behind))
        doing.start()
        threads.callback(doing.join)
        threads.callback(gate.shutdown, socket.SHUT_RDWR)
        yield gate.getsockname()[1]


def _accept(gate: socket.socket, context: ssl.SSLContext, behind: Path) -> None:
    guests = []
    with contextlib.suppress(OSError):  # the gate is closed
        while True:
            guest, _ = gate.accept()
            guests.append(threading.Thread(target=_serve, args=(guest, context, behind)))
            guests[-1].start()
    for one in guests:
        one.join()


def _serve(guest: socket.socket, context: ssl.SSLContext, behind: Path) -> None:
    with guest, socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
        if guest.recv(len(_SSL_REQUEST)) != _SSL_REQUEST:
            return
        guest.sendall(b"S")
        with context.wrap_socket(guest, server_side=True) as secured:  # a guest who does not trust us leaves here
            server.connect(str(behind))
            _pass_on(secured, server)


def _pass_on(secured: ssl.SSLSocket, server: socket.socket) -> None:
    with selectors.DefaultSelector() as waiting:
        waiting.register(secured, selectors.EVENT_READ, server)
        waiting.register(server, selectors.EVENT_READ, secured)
        while True:
            for key, _ in waiting.select():
                content = key.fileobj.recv(65536)  # type: ignore[union-attr]  # a socket
                while isinstance(key.fileobj, ssl.SSLSocket) and key.fileobj.pending():
                    content += key.fileobj.recv(65536)
                if not content:
                    return
                key.data.sendall(content)
