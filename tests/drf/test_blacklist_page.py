"""What docs/BLACKLIST.md advises does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from ferrojwt.drf.tokens import RefreshToken

PAGE = Path(__file__).parents[2] / "docs" / "BLACKLIST.md"


@pytest.mark.django_db
def test_log_ins_of_a_user_are_ended_by_the_code_of_the_page(client, user):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    mallory = get_user_model().objects.create_user("mallory")
    before = RefreshToken.for_user(user)
    before.blacklist()
    tokens = [before, RefreshToken.for_user(user), RefreshToken.for_user(mallory)]

    exec(code, {"user_id": user.pk})  # noqa: S102 - the code of the page is what is tested

    statuses = [
        client.post("/token/refresh/", {"refresh": str(token)}).status_code for token in tokens
    ]
    assert statuses == [401, 401, 200]
