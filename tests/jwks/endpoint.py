"""A JWKS endpoint on the loopback interface that answers as a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.core import jwks


def key_set(*kids, **members):
    """A JWK Set with one key for each of these ids."""
    return {"keys": [{**jwks.PUBLIC["ES256"], "kid": kid, **members} for kid in kids]}


@dataclass
class Answer:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # More than `body` has: the connection breaks in the middle.
    content_length: int | None = None
    is_chunked: bool = False


class Endpoint:
    """Serves `answer` until told otherwise, and notes what it was asked.

    hold() makes requests wait until release().
    """

    def __init__(self):
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.serve(key_set("first"))
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        # So that a test does not wait for a handler which a client has given up.
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def uri(self):
        return f"http://127.0.0.1:{self._server.server_port}/jwks.json"

    @property
    def fetches(self):
        return len(self.requests)

    def serve(self, document, **arguments):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.answer = Answer(body, **arguments)

    def hold(self):
        self._may_answer.clear()

    def release(self):
        self._may_answer.set()

    def wait_for_fetches(self, number):
        """Return when so many requests have arrived."""
        deadline = time.perf_counter() + 10
        while self.fetches < number:
            assert time.perf_counter() < deadline, f"{self.fetches} of {number} requests arrived"
            time.sleep(0.001)

    def respond(self, handler):
        self.requests.append((handler.path, dict(handler.headers)))
        self._may_answer.wait(10)
        answer = self.answer
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        if answer.is_chunked:
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(answer.body), answer.body))
            return
        handler.send_header("Content-Length", str(answer.content_length or len(answer.body)))
        handler.end_headers()
        handler.wfile.write(answer.body)


def _handler_of(endpoint):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.close_connection = True
            # A client that has seen enough, or has waited long enough, leaves.
            with contextlib.suppress(OSError):
                endpoint.respond(self)

        def log_message(self, *_):
            pass

    return Handler
