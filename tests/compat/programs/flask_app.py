"""Flask-JWT-Extended: log-in, refresh, fresh tokens, a blocklist, expiry."""

import ferrojwt.compat

ferrojwt.compat.install()

from datetime import timedelta

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
)

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = "the-secret-key-of-a-flask-application-0123456789"
manager = JWTManager(app)
revoked = set()


@manager.token_in_blocklist_loader
def is_revoked(_header, claims):
    return claims["jti"] in revoked


@app.post("/login")
def login():
    name = request.json["name"]
    return jsonify(
        access=create_access_token(name, fresh=True),
        refresh=create_refresh_token(name),
        expired=create_access_token(name, expires_delta=timedelta(seconds=-1)),
    )


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    return jsonify(access=create_access_token(get_jwt_identity(), fresh=False))


@app.get("/whoami")
@jwt_required()
def whoami():
    return jsonify(name=get_jwt_identity())


@app.get("/fresh")
@jwt_required(fresh=True)
def fresh():
    return jsonify(name=get_jwt_identity())


@app.post("/logout")
@jwt_required()
def logout():
    revoked.add(get_jwt()["jti"])
    return jsonify(revoked=True)


client = app.test_client()


def ask(method, path, token):
    response = client.open(path, method=method, headers={"Authorization": f"Bearer {token}"})
    return response.status_code, response.json


tokens = client.post("/login", json={"name": "alice"}).json
_, renewed = ask("POST", "/refresh", tokens["refresh"])
OUTCOME = {
    "protected": ask("GET", "/whoami", tokens["access"]),
    "fresh": ask("GET", "/fresh", tokens["access"])[0],
    "refreshed": ask("GET", "/whoami", renewed["access"]),
    "refreshed is not fresh": ask("GET", "/fresh", renewed["access"]),
    "refresh token": ask("GET", "/whoami", tokens["refresh"]),
    "expired": ask("GET", "/whoami", tokens["expired"]),
    "changed": ask("GET", "/whoami", tokens["access"] + "x")[0],
    "log out": ask("POST", "/logout", tokens["access"])[0],
    "revoked": ask("GET", "/whoami", tokens["access"]),
    "signature": ask("GET", "/whoami", tokens["access"][:-8] + "AAAAAAAA"),
}
