"""docs/SETTINGS.md and docs/LEGACY.md list every setting, with its default."""

from __future__ import annotations

import ast
import re
import types
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.module_loading import import_string
from rest_framework.test import APIRequestFactory

from ferrojwt.drf import settings
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.models import TokenUser
from ferrojwt.drf.tokens import AccessToken
from ferrojwt.legacy import settings as legacy_settings
from tests.drf.conftest import PASSWORD

ROOT = Path(__file__).parents[2]
TABLES = {"SETTINGS.md": settings.DEFAULTS, "LEGACY.md": legacy_settings.DEFAULTS}
PAGES = {page: (ROOT / "docs" / page).read_text("utf-8") for page in TABLES}
ROWS = {
    page: dict(re.findall(r"^\| `([A-Z_0-9]+)` \|(.+)\|$", text, re.MULTILINE))
    for page, text in PAGES.items()
}
SPOKEN = {
    timedelta(minutes=5): "5 minutes",
    timedelta(days=1): "1 day",
    timedelta(days=7): "7 days",
}


@pytest.mark.parametrize("page", TABLES)
def test_every_setting_is_listed_and_nothing_else(page):
    assert ROWS[page].keys() == TABLES[page].keys()


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, table in TABLES.items() for name in table]
)
def test_default_is_the_one_in_the_code(page, name):
    in_code = TABLES[page][name]
    cells = [cell.strip() for cell in ROWS[page][name].split(" | ")]
    default = cells[0] if name.endswith("_SERIALIZER") else cells[1]
    if name in {"SIGNING_KEY", "JWT_SECRET_KEY"}:
        assert default == "`settings.SECRET_KEY`"
    elif isinstance(in_code, timedelta):
        assert default == SPOKEN[in_code]
    else:
        assert ast.literal_eval(default.strip("`")) == in_code


def snippets(heading):
    """What the blocks of code below a heading of SETTINGS.md define."""
    section = PAGES["SETTINGS.md"].partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    defined = types.ModuleType("snippets_of_the_page")
    for code in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(code, vars(defined))  # noqa: S102 - the code of the page is what is tested
    return defined


@pytest.mark.django_db
def test_settings_of_the_page_give_users_without_a_query(user, django_assert_num_queries):
    (path,) = snippets("Users without a query").REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"]
    header = f"Bearer {AccessToken.for_user(user)}"
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=header)
    with django_assert_num_queries(0):
        found, _ = import_string(path)().authenticate(request)
    assert type(found) is TokenUser
    assert (found.id, found.pk) == (str(user.pk), str(user.pk))


@pytest.mark.django_db
def test_settings_and_urls_of_the_page_give_sliding_tokens(settings, client, user):
    page = snippets("Sliding tokens")
    settings.SIMPLE_JWT = page.SIMPLE_JWT
    settings.ROOT_URLCONF = page
    first = client.post("/api/token/", {"username": "alice", "password": PASSWORD}).json()
    second = client.post("/api/token/refresh/", first).json()
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {second['token']}")
    assert JWTAuthentication().authenticate(request)[0] == user


@pytest.mark.parametrize("scope", ["token_obtain", "token_refresh", "token_verify"])
def test_sensible_rates_are_those_of_the_example(scope):
    (rate,) = re.findall(rf'^\| `{scope}` \|.*`"(.+)"` \|$', PAGES["SETTINGS.md"], re.MULTILINE)
    example = ROOT / "django_example" / "config" / "settings.py"
    assert f'"{scope}": "{rate}"' in example.read_text("utf-8")
