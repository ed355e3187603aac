"""What docs/BLACKLIST.md advises does what it says."""

from __future__ import annotations

import json
import re
import types
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from ferrojwt.drf.exceptions import TokenError
from ferrojwt.drf.tokens import RefreshToken

PAGE = Path(__file__).parents[2] / "docs" / "BLACKLIST.md"


LOG_OUT, END_LOG_INS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
(CURL,) = re.findall(r"-d '(\{.*\})'", PAGE.read_text("utf-8"))


@pytest.fixture
def log_out(settings, client):
    """Post a body to the view of the page."""
    urls = types.ModuleType("urls_of_the_page")
    exec(LOG_OUT, vars(urls))  # noqa: S102 - the code of the page is what is tested
    settings.ROOT_URLCONF = urls
    return lambda **body: client.post("/api/token/blacklist/", body)


@pytest.mark.django_db
def test_log_out_of_the_page_ends_the_refresh_token(log_out, user):
    (member,) = json.loads(CURL)
    token = RefreshToken.for_user(user)
    answer = log_out(**{member: str(token)})
    assert (answer.status_code, answer.json()) == (200, {})
    assert log_out(**{member: str(token)}).status_code == 401
    assert log_out().status_code == 400
    with pytest.raises(TokenError, match="blacklisted"):
        RefreshToken(str(token))


@pytest.mark.django_db
def test_log_ins_of_a_user_are_ended_by_the_code_of_the_page(client, user):
    mallory = get_user_model().objects.create_user("mallory")
    before = RefreshToken.for_user(user)
    before.blacklist()
    tokens = [before, RefreshToken.for_user(user), RefreshToken.for_user(mallory)]

    exec(END_LOG_INS, {"user_id": user.pk})  # noqa: S102 - the code of the page is what is tested

    statuses = [
        client.post("/token/refresh/", {"refresh": str(token)}).status_code for token in tokens
    ]
    assert statuses == [401, 401, 200]
