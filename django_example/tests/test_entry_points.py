"""The WSGI and the ASGI application, which the test client goes around."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator

from config.asgi import application as asgi_application
from config.wsgi import application as wsgi_application

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[[str], tuple[int, dict[str, Any]]]

# A request of the WSGI application begins with closing stale database connections.
pytestmark = pytest.mark.django_db

BODY = b'{"token": "abc"}'
PATH, QUERY = "/api/token/verify/", "a=b"


@async_to_sync
async def serve_by_asgi(content_type: str) -> tuple[int, dict[str, Any]]:
    """Post BODY; return the status and the body of the answer."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "query_string": QUERY.encode(),
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", content_type.encode("latin-1")),
            (b"content-length", str(len(BODY)).encode()),
        ],
    }
    communicator = ApplicationCommunicator(asgi_application, scope)
    await communicator.send_input({"type": "http.request", "body": BODY})
    start = await communicator.receive_output(timeout=10)
    body = await communicator.receive_output(timeout=10)
    await communicator.wait()
    return start["status"], json.loads(body["body"])


def serve_by_wsgi(content_type: str) -> tuple[int, dict[str, Any]]:
    """Post BODY; return the status and the body of the answer."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "QUERY_STRING": QUERY,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(BODY)),
        "wsgi.input": io.BytesIO(BODY),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    response = wsgi_application(environ, lambda status, *_: statuses.append(status))
    return int(statuses[0].split()[0]), json.loads(b"".join(response))


entry_points = pytest.mark.parametrize(
    "serve", [serve_by_wsgi, serve_by_asgi], ids=["WSGI", "ASGI"]
)


@entry_points
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=zlib",
        "application/json; charset=undefined",
        "application/json; charset=utf-16",
        "application/json; charset=no-such",
        "application/json; charset=\0",
        "application/json; charset=\xff",
    ],
)
def test_json_is_utf_8_whatever_charset_is_named(serve: Serve, content_type: str) -> None:
    assert serve(content_type) == (401, {"detail": "Token is invalid", "code": "token_not_valid"})


@entry_points
@pytest.mark.parametrize("content_type", ["text/plain", "", "\0", ";"])
def test_other_content_type_is_415(serve: Serve, content_type: str) -> None:
    status, _ = serve(content_type)
    assert status == 415
