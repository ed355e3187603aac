"""The message catalogues: complete, compiled, and in force."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

import ferrojwt.drf
from ferrojwt.drf.exceptions import TokenError
from ferrojwt.drf.tokens import AccessToken

PACKAGE = Path(ferrojwt.drf.__file__).parent
LANGUAGES = ["de", "es", "fr", "pt", "zh_Hans"]


def messages_in_the_source():
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.with_name("django").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "_"
            ):
                yield ast.literal_eval(node.args[0])


MESSAGES = sorted(set(messages_in_the_source()))


def compiled(language):
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        catalogue = dict(gettext.GNUTranslations(file)._catalog)
    del catalogue[""]
    return catalogue


def written(language):
    """The catalogue as people edit it, a message a line."""
    text = (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE)
    return {ast.literal_eval(f'"{k}"'): ast.literal_eval(f'"{v}"') for k, v in pairs}


def placeholders(message):
    return sorted(re.findall(r"%\(\w+\)s|\{\}", message))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_source_is_translated(language):
    catalogue = compiled(language)
    assert sorted(catalogue) == MESSAGES
    assert all(catalogue.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_the_written_one(language):
    assert compiled(language) == written(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    for message, translated in compiled(language).items():
        assert placeholders(translated) == placeholders(message)


def test_there_are_these_catalogues_and_no_others():
    assert sorted(path.name for path in (PACKAGE / "locale").iterdir()) == LANGUAGES


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Das Token ist ungültig"),
        ("es", "El token no es válido"),
        ("fr", "Le jeton n\u2019est pas valide"),
        ("pt", "O token não é válido"),
        ("pt-br", "O token não é válido"),
        ("zh-hans", "令牌无效"),
        ("en", "Token is invalid"),
        ("cs", "Token is invalid"),
    ],
)
def test_error_is_in_the_language_that_is_active(language, expected):
    with pytest.raises(TokenError) as raised:
        AccessToken("garbage")
    with translation.override(language):
        assert str(raised.value.args[0]) == expected


@override_settings(MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"])
def test_answer_is_in_the_language_of_the_request(client):
    body = {"token": "garbage"}
    # The middleware leaves the language in place for what comes after the answer.
    with translation.override(None):
        answer = client.post("/token/verify/", body, HTTP_ACCEPT_LANGUAGE="fr")
    assert answer.json() == {
        "detail": "Le jeton n\u2019est pas valide",
        "code": "token_not_valid",
    }


def test_text_with_a_name_in_it_is_translated_around_the_name():
    token = AccessToken()
    del token["exp"]
    with pytest.raises(TokenError) as raised:
        token.check_exp()
    with translation.override("de"):
        assert str(raised.value.args[0]) == "Das Token hat keinen Claim „exp“"
