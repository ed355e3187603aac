"""Bytes that no HTTP client library would send, against the running example.

None gives a 5xx or a hang, and the server goes on serving.
"""

from __future__ import annotations

import json
import re
import socket
from base64 import urlsafe_b64encode
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Server

MEGABYTE = 2**20
DEEP = 100_000
TIMEOUT = 20  # seconds


class Answer(NamedTuple):
    """What came back; status 0 where the server only closed the connection."""

    status: int
    content_type: str | None = None
    body: bytes = b""


def send(server: Server, request: bytes) -> Answer:
    """Send the bytes, then nothing more, and read the answer. Raises TimeoutError on a hang."""
    with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as connection:
        # A server that has already answered and closed reads no further.
        with suppress(ConnectionError):
            connection.sendall(request)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        response = HTTPResponse(connection)
        try:
            response.begin()
            return Answer(response.status, response.getheader("Content-Type"), response.read())
        except (ConnectionError, HTTPException):
            return Answer(0)


def get(server: Server, path: bytes = b"/api/protected/", *headers: bytes) -> Answer:
    lines = (b"GET %s HTTP/1.1" % path, b"Host: 127.0.0.1", b"Connection: close", *headers)
    return send(server, b"\r\n".join(lines) + b"\r\n\r\n")


def post(server: Server, path: bytes, body: bytes, *headers: bytes) -> Answer:
    lines = (
        b"POST %s HTTP/1.1" % path,
        b"Host: 127.0.0.1",
        b"Connection: close",
        *(headers or (b"Content-Type: application/json", b"Content-Length: %d" % len(body))),
    )
    return send(server, b"\r\n".join(lines) + b"\r\n\r\n" + body)


@pytest.fixture(autouse=True)
def unharmed(server: Server) -> Iterator[None]:
    """After each test the server still answers, and it has logged no crash."""
    before = server.log.stat().st_size
    yield
    assert get(server, b"/api/public/").status == 200
    logged = server.log.read_bytes()[before:].decode(errors="replace")
    assert not re.search("Internal Server Error|Exception occurred", logged), logged


AUTHORIZATION = {
    "none": (),
    "empty": (b"Authorization:",),
    "blank": (b"Authorization:    ",),
    "wrong scheme": (b"Authorization: Basic dXNlcjpwdw==",),
    "scheme only": (b"Authorization: Bearer",),
    "three parts": (b"Authorization: Bearer a b",),
    "UTF-8": ("Authorization: Bearer caf\u00e9 \u20ac".encode(),),
    "no encoding": (b"Authorization: Bearer \xff\xfe\x80",),
    "scheme without encoding": (b"Authorization: \xff\xfe\x80",),
    "control characters": (b"Authorization: Bearer \x01\x02\x7f",),
    "twice": (b"Authorization: Bearer a.b.c", b"Authorization: Bearer a.b.c"),
    "folded": (b"Authorization: Bearer", b" a.b.c"),
    "60 kB token": (b"Authorization: Bearer " + b"a" * 60_000,),
}


@pytest.mark.parametrize("headers", AUTHORIZATION.values(), ids=AUTHORIZATION)
def test_authorization_header_is_401_in_json(server: Server, headers: tuple[bytes, ...]) -> None:
    answer = get(server, b"/api/protected/", *headers)
    assert (answer.status, answer.content_type) == (401, "application/json")
    assert "detail" in json.loads(answer.body)


@pytest.mark.parametrize("size", [70_000, MEGABYTE, 10 * MEGABYTE])
def test_header_beyond_the_limit_of_the_server_is_cut_off(server: Server, size: int) -> None:
    answer = get(server, b"/api/protected/", b"Authorization: Bearer " + b"a" * size)
    assert answer.status == 0 or 400 <= answer.status < 500


def nested_header_token() -> bytes:
    header = b'{"alg":"HS256","x":' + b"[" * DEEP + b"]" * DEEP + b"}"
    return urlsafe_b64encode(header).rstrip(b"=") + b".e30.c2ln"


TOKENS = {
    "1 MB of letters": b"a" * MEGABYTE,
    "1 MB of separators": b"." * MEGABYTE,
    "three parts": b"a.b.c",
    "UTF-8": "\u00e9.\u20ac.\U0001f980".encode(),
    "header nested 100,000 deep": nested_header_token(),
}


@pytest.mark.parametrize(
    ("path", "field"), [(b"/api/token/refresh/", b"refresh"), (b"/api/token/verify/", b"token")]
)
@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_token_in_a_body_is_401_in_json(
    server: Server, path: bytes, field: bytes, token: bytes
) -> None:
    answer = post(server, path, b'{"%s": "%s"}' % (field, token))
    assert (answer.status, answer.content_type) == (401, "application/json")
    assert json.loads(answer.body) == {"detail": "Token is invalid", "code": "token_not_valid"}


BODIES = {
    "empty": b"",
    "not UTF-8": b'{"token": "\xff\xfe"}',
    "zeros": b"\0" * 1000,
    "nested 100,000 deep": b"[" * DEEP,
    "3 MB": b'{"token": "' + b"a" * 3 * MEGABYTE + b'"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_body_that_cannot_be_read_is_400_in_json(server: Server, body: bytes) -> None:
    answer = post(server, b"/api/token/verify/", body)
    assert (answer.status, answer.content_type) == (400, "application/json")


# The first headers lie about the body; the last ones are not understood.
LIES = {
    "longer than the body": (b"Content-Length: 1000",),
    "shorter than the body": (b"Content-Length: 5",),
    "negative": (b"Content-Length: -1",),
    "no number": (b"Content-Length: many",),
    "beyond 64 bits": (b"Content-Length: 99999999999999999999",),
    "chunked": (b"Transfer-Encoding: chunked",),
    "charset NUL": (b"Content-Length: 14", b"Content-Type: application/json; charset=\0"),
    "charset a codec": (b"Content-Length: 14", b"Content-Type: application/json; charset=bz2"),
    "charset not ASCII": (b"Content-Length: 14", b"Content-Type: application/json; charset=\xff"),
    "content type not ASCII": (b"Content-Length: 14", b"Content-Type: \xff/\xff"),
    "content encoding": (b"Content-Length: 14", b"Content-Encoding: gzip"),
}


@pytest.mark.parametrize("headers", LIES.values(), ids=LIES)
def test_misleading_body_header_is_4xx(server: Server, headers: tuple[bytes, ...]) -> None:
    if not any(header.startswith(b"Content-Type") for header in headers):
        headers = (b"Content-Type: application/json", *headers)
    answer = post(server, b"/api/token/verify/?a=b", b'{"token":"ab"}', *headers)
    assert 400 <= answer.status < 500


REQUESTS = {
    "nothing": b"",
    "an empty line": b"\r\n\r\n",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "no version": b"GET /api/protected/\r\n\r\n",
    "unknown version": b"GET /api/protected/ HTTP/9.9\r\n\r\n",
    "no host": b"GET /api/protected/ HTTP/1.0\r\n\r\n",
    "a stranger's host": b"GET /api/public/ HTTP/1.0\r\nHost: evil.example.com\r\n\r\n",
    "host without encoding": b"GET /api/public/ HTTP/1.0\r\nHost: \xff\xfe\r\n\r\n",
    "path without encoding": b"GET /api/\xff\xfe/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",
    "path of NUL": b"GET /api/%00/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",
    "path outside": b"GET /../../etc/passwd HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",
    "1 MB path": b"GET /%s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" % (b"a" * MEGABYTE),
    "method without encoding": b"\xff\xfe /api/public/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",
    "many headers": b"GET /api/public/ HTTP/1.0\r\n%s\r\n" % (b"a: b\r\n" * 10_000),
    "header without a colon": b"GET /api/protected/ HTTP/1.0\r\nHost: 127.0.0.1\r\nabc\r\n\r\n",
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_broken_request_is_4xx_or_cut_off(server: Server, request_: bytes) -> None:
    answer = send(server, request_)
    assert answer.status == 0 or 400 <= answer.status < 500 or answer.status == 505


def test_answer_to_a_strangers_host_is_json(server: Server) -> None:
    answer = send(server, REQUESTS["a stranger's host"])
    assert (answer.status, answer.content_type) == (400, "application/json")
