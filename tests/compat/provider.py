"""An OpenID provider on the loopback interface: discovery, token endpoint and JWKS."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.core import jwks, keys

CLIENT = "our-client"
KEY_ID = "2026-11"


class Provider:
    """Answers every code with an ID token that has `claims` beside its own."""

    def __init__(self, sign):
        self.sign = sign
        self.claims = {"sub": "248289761001", "email": "alice@example.com"}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def id_token(self):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return self.sign(claims, keys.text("rsa-2048.pem"), "RS256", {"kid": KEY_ID})

    def answer(self, path):
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/jwks": {"keys": [{**jwks.PUBLIC["RS256"], "kid": KEY_ID, "alg": "RS256"}]},
            "/token": {"access_token": "opaque", "token_type": "Bearer", "id_token": ""},
            "/userinfo": self.claims,
        }[path]


@contextlib.contextmanager
def serving(sign):
    """Run a Provider whose tokens are signed by this `encode`."""
    provider = Provider(sign)
    thread = threading.Thread(
        target=provider.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()


def _handler_of(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.reply(provider.answer(self.path.partition("?")[0]))

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.reply({**provider.answer(self.path), "id_token": provider.id_token()})

        def reply(self, content):
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
