"""The pages, in headless Chromium.

With the environment variable SCREENSHOTS=FOLDER, pictures of them are left there.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from conftest import PASSWORD
from django.test import override_settings
from ferrojwt.drf.token_blacklist.models import BlacklistedToken
from ferrojwt.drf.tokens import RefreshToken
from ferrojwt.drf.views import TokenBlacklistView
from rest_framework.exceptions import Throttled
from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    element_to_be_clickable,
    text_to_be_present_in_element,
)
from selenium.webdriver.support.wait import WebDriverWait

from accounts.management.commands.create_demo_user import DEMO_EMAIL
from accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.live_server_helper import LiveServer

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 30
DESKTOP, PHONE = (960, 990), (390, 990)
Shoot = Callable[[str], None]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chrome]:
    """One browser for all tests, without network access beyond this machine."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        missing = (
            "chromium or chromedriver is not installed: "
            "on Debian: apt install chromium chromium-driver"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    options = ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory() as profile:
        for word in (
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--lang=en-GB",
            # What the pages must not need: any name but this machine's leads nowhere.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
            f"--user-data-dir={profile}",
            # Chromium refuses to run as root, as in containers, without it.
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        ):
            options.add_argument(word)
        running = Chrome(options, ChromeService(driver))
        yield running
        running.quit()


class Page:
    """The page that the browser shows."""

    def __init__(self, chromium: Chrome, url: str) -> None:
        self.chromium = chromium
        self.url = url

    def open(self, path: str = "/") -> None:
        self.chromium.get(self.url + path)

    def find(self, selector: str) -> Any:
        return self.chromium.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        text: str = self.find(selector).text
        return text

    def wait_for(self, selector: str, words: str) -> None:
        """Wait until the element has these words."""
        WebDriverWait(self.chromium, SECONDS).until(
            text_to_be_present_in_element((By.CSS_SELECTOR, selector), words),
            f"{words!r} does not appear in {selector}",
        )

    def wait_until_there(self, selector: str) -> Any:
        return WebDriverWait(self.chromium, SECONDS).until(
            element_to_be_clickable((By.CSS_SELECTOR, selector))
        )

    def wait_and_click(self, selector: str) -> None:
        self.wait_until_there(selector).click()

    def press(self, selector: str) -> None:
        self.find(selector).send_keys(Keys.ENTER)

    def scroll_to(self, selector: str) -> None:
        self.chromium.execute_script("arguments[0].scrollIntoView()", self.find(selector))

    def log_in(self, email: str = DEMO_EMAIL, password: str = PASSWORD) -> None:
        for name, value in (("email", email), ("password", password)):
            self.find(f"#{name}").clear()
            self.find(f"#{name}").send_keys(value)
        self.press("#login [type=submit]")

    def send(self, choice: str) -> None:
        self.find(f"#call [value={choice}]").click()
        self.press("#call [type=submit]")

    @contextmanager
    def without_network(self) -> Iterator[None]:
        """Let no request through."""
        unlimited = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        change = "Network.emulateNetworkConditions"
        self.chromium.execute_cdp_cmd("Network.enable", {})
        self.chromium.execute_cdp_cmd(change, {"offline": True, **unlimited})
        try:
            yield
        finally:
            self.chromium.execute_cdp_cmd(change, {"offline": False, **unlimited})

    def complaints(self) -> list[str]:
        """What the browser has complained about since the last look, refusals left out."""
        return [
            entry["message"]
            for entry in self.chromium.get_log("browser")
            if entry["level"] in {"WARNING", "SEVERE"}
            and "the server responded with a status of 4" not in entry["message"]
        ]


@pytest.fixture
def demo_user(transactional_db: None) -> User:
    return User.objects.create_user(DEMO_EMAIL, PASSWORD)


@pytest.fixture
def page(chromium: Chrome, live_server: LiveServer, demo_user: User) -> Iterator[Page]:
    """The front page, on a wide screen in a light scheme."""
    chromium.set_window_size(*DESKTOP)
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    page = Page(chromium, live_server.url)
    page.complaints()
    page.open()
    yield page
    assert page.complaints() == []


@pytest.fixture
def shoot(chromium: Chrome) -> Shoot:
    """Return a function that leaves a picture of the page, where that has been asked for."""
    folder = os.environ.get("SCREENSHOTS")

    def shoot(name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            # Without the mark that says where the keyboard is.
            chromium.execute_script("document.activeElement.blur()")
            chromium.save_screenshot(str(Path(folder) / f"{name}.png"))

    return shoot


# The walkthrough


def test_page_greets_a_newcomer(page: Page) -> None:
    assert page.find("#email").get_attribute("value") == DEMO_EMAIL
    assert not page.find("#token").is_displayed()
    assert not page.find("#logout").is_enabled()


def test_walk_from_log_in_to_log_out(page: Page, shoot: Shoot) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    page.send("access")
    page.wait_for("#result-call", DEMO_EMAIL)
    page.wait_for("#countdown", "The access token expires in")
    page.scroll_to("body")
    shoot("walkthrough")
    before = page.text("#compact")
    page.press("#refresh")
    page.wait_for("#result-refresh", "new access token")
    assert page.text("#compact") != before
    page.press("#logout")
    page.wait_for("#result-logout", "blacklisted")
    assert not page.find("#token").is_displayed()


def test_log_out_blacklists_the_refresh_token(page: Page, demo_user: User) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    page.press("#logout")
    page.wait_for("#result-logout", "blacklisted")
    assert hasattr(demo_user.outstandingtoken_set.get(), "blacklistedtoken")


def test_log_out_leaves_nothing_of_the_tokens_in_the_page(page: Page) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    access = page.text("#compact")
    page.press("[data-kind=refresh]")
    page.wait_for("#claims", '"refresh"')
    refresh = page.text("#compact")
    jti = re.search(r'jti\n"(\w+)"', page.text("#claims"))
    assert jti is not None
    page.press("#logout")
    page.wait_for("#result-logout", "blacklisted")
    secrets = [*access.split("."), *refresh.split("."), jti[1]]
    assert [each for each in secrets if each in page.chromium.page_source] == []


def test_newcomer_creates_an_account(page: Page) -> None:
    page.find("#email").clear()
    page.find("#email").send_keys("new@example.com")
    page.find("#password").send_keys(PASSWORD)
    page.press("#register")
    page.wait_for("#result-login", "You are logged in")
    page.send("access")
    page.wait_for("#result-call", "new@example.com")


def test_token_is_taken_apart(page: Page, demo_user: User) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    assert len(page.text("#compact").split(".")) == 3
    assert '"HS256"' in page.text("#header")
    assert f'user_id\n"{demo_user.pk}"' in page.text("#claims")
    assert "expires at" in page.text("#claims")
    page.press("[data-kind=refresh]")
    page.wait_for("#claims", '"refresh"')


def test_text_beyond_ascii_in_a_token_is_shown(page: Page) -> None:
    shown = page.chromium.execute_async_script(
        """const done = arguments[arguments.length - 1];
        const bytes = new TextEncoder().encode('{"name":"Zoë 東京 🦀"}');
        const segment = btoa(String.fromCharCode(...bytes)).replaceAll("=", "")
            .replaceAll("+", "-").replaceAll("/", "_");
        import("/static/walkthrough/token.js").then(({ decode }) =>
            done(decode(`e30.${segment}.x`).claims.name));"""
    )
    assert shown == "Zoë 東京 🦀"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("altered", "Token is invalid"),
        ("refresh", "Token has wrong type"),
        ("none", "Authentication credentials were not provided."),
    ],
)
def test_other_tokens_are_seen_refused(page: Page, choice: str, words: str) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    page.send(choice)
    page.wait_for("#result-call", words)
    assert page.text("#status") == "401 Unauthorized"


def test_expiry_is_seen_and_mended_by_a_refresh(page: Page, shoot: Shoot) -> None:
    ours = {"ACCESS_TOKEN_LIFETIME": timedelta(seconds=2)}
    with override_settings(SIMPLE_JWT=ours):
        page.log_in()
        page.wait_for("#countdown", "The access token has expired")
        page.send("access")
        page.wait_for("#result-call", "Token is expired")
        page.scroll_to("#step-call")
        shoot("expired")
    page.press("#refresh")
    page.wait_for("#result-refresh", "new access token")
    page.send("access")
    page.wait_for("#result-call", DEMO_EMAIL)


# What goes wrong


def test_wrong_password_is_told(page: Page) -> None:
    page.log_in(password="a-wrong-password")
    page.wait_for("#result-login", "No active account found with the given credentials")


def test_empty_field_is_marked_and_focused(page: Page) -> None:
    page.press("#login [type=submit]")
    page.wait_for("#result-login", "Fill in")
    assert page.find("#password").get_attribute("aria-invalid") == "true"
    assert page.chromium.switch_to.active_element == page.find("#password")


def test_weak_password_is_told_beside_its_field(page: Page) -> None:
    page.find("#email").clear()
    page.find("#email").send_keys("new@example.com")
    page.find("#password").send_keys("12345678")
    page.press("#register")
    page.wait_for("#result-login", "too common")
    assert page.find("#password").get_attribute("aria-invalid") == "true"
    assert page.find("#email").get_attribute("aria-invalid") == "false"


def test_throttled_log_in_says_when_to_try_again(page: Page, client: Client) -> None:
    guess = {"email": DEMO_EMAIL, "password": "guess"}
    for _ in range(10):
        client.post("/api/token/", guess, "application/json")
    page.log_in()
    page.wait_for("#result-login", "Too many requests. Try again in")


def test_log_out_ends_with_a_token_that_the_server_refuses(page: Page, demo_user: User) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    BlacklistedToken.objects.create(token=demo_user.outstandingtoken_set.get())
    page.press("#refresh")
    page.wait_for("#result-refresh", "Token is blacklisted")
    page.press("#logout")
    page.wait_for("#result-logout", "The page has forgotten both")
    assert not page.find("#token").is_displayed()


def assert_tokens_are_forgotten_though_the_server_was_not_told(page: Page) -> None:
    page.wait_for("#result-logout", "The server could not be told")
    assert "bad" in page.find("#result-logout").get_attribute("class")
    assert not page.find("#token").is_displayed()
    assert page.find("#compact").get_attribute("textContent").strip() == ".."
    assert not page.find("#logout").is_enabled()
    assert page.chromium.switch_to.active_element == page.find("#password")


@pytest.mark.parametrize(
    ("error", "status"),
    [(Throttled(wait=60), "429"), (RuntimeError("a bug"), "500")],
    ids=["throttled", "crash"],
)
def test_log_out_forgets_the_tokens_when_the_server_answers_with_an_error(
    page: Page, monkeypatch: pytest.MonkeyPatch, error: Exception, status: str
) -> None:
    monkeypatch.setattr(TokenBlacklistView, "post", Mock(side_effect=error))
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    page.press("#logout")
    assert_tokens_are_forgotten_though_the_server_was_not_told(page)
    assert page.text("#status").startswith(status)
    # The browser tells of the 500.
    page.complaints()


def test_log_out_forgets_the_tokens_when_the_server_is_gone(page: Page) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    with page.without_network():
        page.press("#logout")
        assert_tokens_are_forgotten_though_the_server_was_not_told(page)
    assert any("ERR_INTERNET_DISCONNECTED" in each for each in page.complaints())


def test_server_that_is_gone_is_told(page: Page) -> None:
    with page.without_network():
        page.log_in()
        page.wait_for("#result-login", "The server does not answer")
    assert any("ERR_INTERNET_DISCONNECTED" in each for each in page.complaints())


# How it is made


def test_tokens_are_in_no_storage_and_gone_after_a_reload(page: Page) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    stored = "return [localStorage.length, sessionStorage.length, document.cookie]"
    assert page.chromium.execute_script(stored) == [0, 0, ""]
    page.open()
    assert not page.find("#token").is_displayed()


@pytest.mark.parametrize(
    "attempt",
    [
        'document.body.innerHTML = "<img src=x onerror=alert(1)>"',
        'document.body.setAttribute("onclick", "alert(1)")',
        'setTimeout("alert(1)")',
    ],
)
def test_text_does_not_become_a_program(page: Page, attempt: str) -> None:
    outcome = page.chromium.execute_script(f"try {{ {attempt} }} catch (e) {{ return e.name; }}")
    assert outcome == "TypeError"
    assert any("requires 'Trusted" in each for each in page.complaints())


def test_focus_goes_on_to_the_next_step(page: Page) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    assert page.chromium.switch_to.active_element == page.find("#call-heading")


def test_every_field_and_button_has_a_name(page: Page) -> None:
    controls = page.chromium.find_elements(By.CSS_SELECTOR, "input, button, a, progress")
    assert len(controls) > 10
    assert [each.get_attribute("outerHTML") for each in controls if not each.accessible_name] == []


def test_results_are_announced(page: Page) -> None:
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    announcement = page.find("#announcement")
    assert announcement.get_attribute("aria-live") == "polite"
    assert "You are logged in" in announcement.get_attribute("textContent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_a_phone(page: Page, shoot: Shoot, scheme: str) -> None:
    page.chromium.set_window_size(*PHONE)
    page.chromium.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    page.log_in()
    page.wait_for("#result-login", "You are logged in")
    page.send("access")
    page.wait_for("#result-call", DEMO_EMAIL)
    overflow = "return document.documentElement.scrollWidth - window.innerWidth"
    assert page.chromium.execute_script(overflow) <= 0
    page.scroll_to("#step-call")
    shoot(f"phone-{scheme}")


# The other pages


def test_browsable_api_logs_in_by_its_form(page: Page, shoot: Shoot) -> None:
    page.open("/api/token/")
    page.find("[name=email]").send_keys(DEMO_EMAIL)
    page.find("[name=password]").send_keys(PASSWORD)
    page.press("[name=password]")
    page.wait_for(".response-info", '"access"')
    shoot("browsable-api")


def test_swagger_ui_calls_the_protected_view(page: Page, demo_user: User, shoot: Shoot) -> None:
    access = str(RefreshToken.for_user(demo_user).access_token)
    page.open("/api/docs/")
    page.wait_and_click(".btn.authorize")
    page.wait_until_there(".auth-container input").send_keys(access)
    page.wait_and_click(".modal-btn.authorize")
    page.wait_and_click(".modal-btn.btn-done")
    operation = "#operations-api-api_protected_retrieve"
    page.wait_and_click(f"{operation} .opblock-summary-control")
    page.wait_and_click(f"{operation} .try-out__btn")
    page.wait_and_click(f"{operation} .execute")
    page.wait_for(f"{operation} .live-responses-table", DEMO_EMAIL)
    page.scroll_to(operation)
    shoot("swagger-ui")
