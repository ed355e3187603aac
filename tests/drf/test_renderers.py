"""In which form the token views answer: the project's, and JSON where it has none."""

from __future__ import annotations

import pytest
from rest_framework.renderers import (
    AdminRenderer,
    BaseRenderer,
    BrowsableAPIRenderer,
    JSONRenderer,
    StaticHTMLRenderer,
)
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from ferrojwt.drf.tokens import AccessToken
from ferrojwt.drf.views import TokenObtainPairView, TokenVerifyView, TokenViewBase
from tests.drf.urls import WhoAmIView

# What Firefox sends.
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = [BrowsableAPIRenderer]


class JSONAPIRenderer(BaseRenderer):
    media_type = "application/vnd.api+json"
    format = "vnd.api+json"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"{}"


class VersionedRenderer(JSONRenderer):
    """JSON under a media type that does not say so."""

    media_type = "application/vnd.shop.v1"


class CharsetRenderer(BaseRenderer):
    media_type = "Application/JSON; charset=utf-8"
    format = "utf8"


class RowsRenderer(BaseRenderer):
    media_type = "text/csv"
    format = "csv"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return ",".join(data).encode()


class NamelessRenderer(BaseRenderer):
    """Has neither media type nor format."""


class PageView(TokenVerifyView):
    renderer_classes = PAGES


@pytest.fixture
def renderers(monkeypatch):
    """Give the project these renderers, as DEFAULT_RENDERER_CLASSES does when DRF is imported."""
    return lambda *classes: monkeypatch.setattr(APIView, "renderer_classes", list(classes))


@pytest.fixture
def log_in(client, user, password):
    def log_in(accept):
        header = {} if accept is None else {"HTTP_ACCEPT": accept}
        return client.post(
            "/token/", {"username": user.username, "password": password}, format="json", **header
        )

    return log_in


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "application/*"])
def test_client_gets_json_of_a_project_that_has_only_pages(renderers, log_in, accept):
    renderers(*PAGES)
    response = log_in(accept)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert list(response.json()) == ["refresh", "access"]


def test_browser_gets_the_page_with_the_answer_in_it(renderers, log_in):
    renderers(*PAGES)
    response = log_in(BROWSER)
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "&quot;refresh&quot;: &quot;ey" in response.content.decode()


def test_browser_gets_the_form(renderers, client):
    renderers(*PAGES)
    response = client.get("/token/", HTTP_ACCEPT=BROWSER)
    assert (response.status_code, response["Content-Type"]) == (405, "text/html; charset=utf-8")
    assert b'name="password"' in response.content


@pytest.mark.parametrize("accept", ["*/*", "image/png", ""])
@pytest.mark.django_db
def test_refusal_is_json_too(renderers, client, accept):
    renderers(*PAGES)
    response = client.post("/token/verify/", {"token": "garbage"}, HTTP_ACCEPT=accept)
    assert 400 <= response.status_code < 500
    assert "detail" in response.json()


def test_other_views_of_the_project_stay_as_they_are(renderers):
    renderers(*PAGES)
    assert WhoAmIView.renderer_classes == PAGES


@pytest.mark.parametrize(
    "classes",
    [PAGES, [AdminRenderer, StaticHTMLRenderer], [RowsRenderer], [NamelessRenderer], []],
    ids=str,
)
def test_json_is_put_first_where_no_renderer_writes_it(renderers, classes):
    renderers(*classes)
    assert TokenObtainPairView.renderer_classes == [JSONRenderer, *classes]


@pytest.mark.parametrize(
    "json_renderer", [JSONRenderer, JSONAPIRenderer, VersionedRenderer, CharsetRenderer]
)
def test_renderers_are_the_projects_own_where_one_writes_json(renderers, json_renderer):
    renderers(BrowsableAPIRenderer, json_renderer)
    assert TokenObtainPairView.renderer_classes is APIView.renderer_classes


def test_renderer_that_a_client_asks_for_is_taken(renderers, log_in):
    renderers(RowsRenderer)
    response = log_in("text/csv")
    assert response.content == b"refresh,access"


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(PageView.as_view(), id="a subclass's"),
        pytest.param(TokenVerifyView.as_view(renderer_classes=PAGES), id="those of as_view"),
    ],
)
@pytest.mark.django_db
def test_renderers_that_a_view_sets_are_left_alone(view):
    request = APIRequestFactory().post("/", {"token": str(AccessToken())}, HTTP_ACCEPT="*/*")
    response = view(request).render()
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_assignment_to_the_base_class_is_for_every_token_view(monkeypatch):
    monkeypatch.setattr(TokenViewBase, "renderer_classes", PAGES)
    assert TokenObtainPairView.renderer_classes is PAGES
