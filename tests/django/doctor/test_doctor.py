"""``doctor`` as a command: which project it examines, what it runs, what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ferrojwt.django.doctor import examine, sources
from ferrojwt.django.project import load_project
from tests.django.doctor.conftest import MANAGE
from tests.django.doctor.mistakes import CLOSED, OPEN, SETTINGS

FINE = {"manage.py": MANAGE, "settings.py": SETTINGS + CLOSED, "urls.py": "urlpatterns = []\n"}
IMMORTAL = "import jwt\ndef make(key):\n    return jwt.encode({'id': 1}, key)\n"
# Whoever imports Django gets an ImportError.
WITHOUT_DJANGO = (
    "-c",
    """
import sys
sys.modules["django"] = sys.modules["rest_framework"] = None
from ferrojwt.__main__ import main
sys.exit(main())
""",
)


# Which project


def test_settings_are_those_that_manage_py_names(write, run):
    write(FINE)
    assert run("doctor", "--json").report["settings"] == "settings"


@pytest.mark.parametrize(
    "manage",
    [
        "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'settings'\n",
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
    ],
)
def test_manage_py_is_read_and_not_run(manage, write, run):
    root = write({**FINE, "manage.py": manage + "open('has_run', 'w')\n"})
    assert run("doctor", "--json").report["settings"] == "settings"
    assert not (root / "has_run").exists()


def test_environment_goes_before_manage_py(write, run):
    write({**FINE, "other.py": SETTINGS})
    result = run("doctor", "--json", DJANGO_SETTINGS_MODULE="other")
    assert result.report["settings"] == "other"


def test_option_goes_before_the_environment(write, run):
    write({**FINE, "other.py": SETTINGS})
    result = run("doctor", "--json", "--settings", "other", DJANGO_SETTINGS_MODULE="missing")
    assert (result.report["settings"], result.ids) == ("other", set())


def test_directory_may_be_given(write, run):
    write({f"backend/{name}": text for name, text in FINE.items()})
    result = run("doctor", "backend", "--json")
    assert (result.status, result.report["settings"]) == (0, "settings")


@pytest.mark.parametrize(
    ("files", "arguments", "complaint"),
    [
        ({}, [], "There is no manage.py in"),
        ({"manage.py": "import os\n"}, [], "does not say which settings to use"),
        ({"manage.py": "def f(:\n"}, [], "does not say which settings to use"),
        (FINE, ["nowhere"], "is no directory"),
    ],
)
def test_status_is_2_where_there_is_no_project(files, arguments, complaint, write, run):
    write(files)
    result = run("doctor", *arguments)
    assert (result.status, result.output) == (2, "")
    assert complaint in result.errors


def test_unknown_option_has_status_2(run):
    assert run("doctor", "--jason").status == 2


# Broken projects


def test_urls_that_cannot_be_imported_do_not_stop_it(write, run):
    urls = "import nothing_of_that_name\nurlpatterns = []\n"
    write({**FINE, "urls.py": urls, "settings.py": SETTINGS + OPEN})
    result = run("doctor", "--json")
    assert (result.status, result.ids) == (1, {"ferrojwt.D008", "ferrojwt.D014"})


@pytest.mark.parametrize(
    ("urls", "reason", "fix"),
    [
        ("from nowhere.views import x\n", "No module named 'nowhere'", "Install it"),
        ("import missing\n", "No module named 'jwt'", "ferrojwt.compat.install()"),
        ("def f(:\n", "SyntaxError", "Correct what the reason names"),
        ("raise SystemExit(0)\n", "SystemExit: 0", "Correct what the reason names"),
        (
            "patterns = []\n",
            "does not appear to have any patterns",
            "Correct what the reason names",
        ),
    ],
)
def test_urls_that_cannot_be_imported_are_a_finding(urls, reason, fix, write, run):
    missing = "raise ModuleNotFoundError(\"No module named 'jwt'\", name='jwt')\n"
    write({**FINE, "urls.py": urls, "missing.py": missing})
    result = run("doctor", "--json")
    (finding,) = [each for each in result.report["findings"] if each["id"] == "ferrojwt.D008"]
    assert reason in finding["message"]
    assert fix in finding["fix"]
    assert result.status == 1


def test_urls_that_ask_a_database_that_is_not_there_are_left_alone(write, run):
    urls = "from django.db import OperationalError\nraise OperationalError('no such table')\n"
    write({**FINE, "urls.py": urls})
    assert run("doctor", "--json").report["findings"] == []


def test_class_of_rest_framework_that_is_not_there_is_told_once(write, run):
    gone = CLOSED.replace("ferrojwt.drf.", "rest_framework_simplejwt_of_old.")
    urls = "from rest_framework.views import APIView\nurlpatterns = []\n"
    write({**FINE, "settings.py": SETTINGS + gone, "urls.py": urls})
    (finding,) = run("doctor", "--json").report["findings"]
    assert (finding["id"], finding["file"]) == ("ferrojwt.D009", "settings.py")


def test_class_of_an_old_package_is_found_where_neither_it_nor_its_alias_is_there(write, run):
    gone = CLOSED.replace("ferrojwt.drf.", "rest_framework_jwt.")
    missing = "raise ModuleNotFoundError(\"No module named 'rest_framework_jwt'\")\n"
    write({**FINE, "settings.py": SETTINGS + gone, "rest_framework_jwt.py": missing})
    (finding,) = run("doctor", "--json").report["findings"]
    assert finding["id"] == "ferrojwt.D009"
    assert "ferrojwt.compat.install()" in finding["fix"]


@pytest.mark.parametrize(
    ("mistake", "reason"),
    [
        ("import nothing_of_that_name\n", "No module named 'nothing_of_that_name'"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
        ("1 / 0\n", "ZeroDivisionError: division by zero"),
        ("def f(:\n", "SyntaxError"),
    ],
)
def test_settings_that_cannot_be_imported_are_a_finding_among_others(mistake, reason, write, run):
    write({**FINE, "settings.py": SETTINGS + mistake, "tokens.py": IMMORTAL})
    result = run("doctor", "--json")
    found = {each["id"]: each for each in result.report["findings"]}
    assert result.status == 1
    assert found.keys() >= {"ferrojwt.D001", "ferrojwt.D030"}
    assert reason in found["ferrojwt.D001"]["message"]
    assert found["ferrojwt.D001"]["file"] == "settings.py"
    assert found["ferrojwt.D001"]["line"] == SETTINGS.count("\n") + 1


@pytest.mark.parametrize(
    "mistake",
    ["MIDDLEWARE = None\n", "CACHES = 1\n"],
)
def test_settings_that_make_no_sense_are_a_finding_among_others(mistake, write, run):
    write({**FINE, "settings.py": SETTINGS + mistake, "tokens.py": IMMORTAL})
    result = run("doctor", "--json")
    assert (result.status, result.ids) == (1, {"ferrojwt.D001", "ferrojwt.D030"})


def test_missing_secret_key_does_not_stop_it(write, run):
    app = "import jwt\nfrom django.conf import settings\nx = jwt.decode(y, settings.SECRET_KEY)\n"
    write({**FINE, "settings.py": SETTINGS + CLOSED + "SECRET_KEY = ''\n", "app.py": app})
    assert run("doctor", "--json", "--deploy").ids >= {"ferrojwt.D012", "ferrojwt.E006"}


def test_settings_module_that_is_not_there_is_a_finding(write, run):
    write(FINE)
    result = run("doctor", "--json", "--settings", "nowhere.settings")
    (finding,) = result.report["findings"]
    assert finding["id"] == "ferrojwt.D001"
    assert "No module named 'nowhere'" in finding["message"]


def test_settings_are_checked_where_an_application_cannot_be_loaded(write, run):
    settings = SETTINGS + OPEN + 'SIMPLE_JWT = {"ACESS_TOKEN_LIFETIME": 1, "LEEWAY": "1"}\n'
    write({**FINE, "settings.py": settings + 'INSTALLED_APPS += ["missing"]\n'})
    assert run("doctor", "--json").ids == {
        "ferrojwt.D002",
        "ferrojwt.D014",
        "ferrojwt.E002",
        "ferrojwt.W001",
    }


@pytest.mark.parametrize(
    ("application", "fix"),
    [
        ("rest_framework_jwt", "ferrojwt.compat.install()"),
        ("missing", "Install it"),
    ],
)
def test_fix_for_an_application_that_is_not_there(application, fix, write, run):
    missing = f"import sys\nsys.modules['{application}'] = None\n"
    settings = SETTINGS + missing + f"INSTALLED_APPS += ['{application}.x']\n"
    write({**FINE, "settings.py": settings.replace(missing, "")})
    (finding,) = run("doctor", "--json").report["findings"]
    assert (finding["id"], fix in finding["fix"]) == ("ferrojwt.D002", True)


def test_tutorials_ellipsis_is_named(write):
    root = write({"urls.py": "urlpatterns = [\n    ...\n    path('x/', y),\n    ...\n]\n"})
    (finding,) = examine(root, sources_only=True).findings
    assert (finding.id, finding.place.line) == ("ferrojwt.D003", 2)
    assert finding.fix == "Remove the line with `...`."


@pytest.mark.parametrize("octets", [b"\xff\xfe\x00", b"x = '\x00'", b"# coding: nothing\n"])
def test_file_that_is_no_text_is_a_finding(octets, tmp_path):
    (tmp_path / "app.py").write_bytes(octets)
    (finding,) = examine(tmp_path, sources_only=True).findings
    assert finding.id == "ferrojwt.D003"


@pytest.mark.parametrize(
    "text",
    ["(" * 5000, "-" * 100_000 + "1", "x" + ".y" * 100_000, "x" + " + x" * 700, "not " * 90 + "x"],
)
def test_hostile_source_ends_in_a_report(text, write, run):
    payload = f"import jwt\ndef f(key):\n    return jwt.encode({{'user': {text}}}, key)\n"
    write({"settings.py": f"import jwt\nZ = {text}\n", "app.py": payload})
    result = run("doctor", "--json", "--sources-only", "--settings", "settings")
    assert result.status in {0, 1}
    assert result.ids <= {"ferrojwt.D003", "ferrojwt.D030"}


def test_big_file_is_left_out(write):
    root = write({"app.py": "def f(:\n" + "#" * sources.MOST_BYTES})
    assert examine(root, sources_only=True).files == 0


def test_files_beyond_the_limit_are_left_out_and_told(write, monkeypatch):
    monkeypatch.setattr(sources, "MOST_FILES", 2)
    report = examine(write({f"m{n}.py": "" for n in range(3)}), sources_only=True)
    assert report.files == 2
    assert any("not read" in note for note in report.notes)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("requirements.txt", "pyjwt==1.7.1"),
        ("requirements.txt", "PyJWT==2.3.0 --hash=sha256:00"),
        ("requirements.txt", "PyJWT<2"),
        ("requirements.txt", "PyJWT >=1.7, <2.4.0"),
        ("requirements.txt", "pyjwt~=1.7"),
        ("requirements.txt", "pyjwt~=2.3.0"),
        ("requirements.txt", "pyjwt<=2.3"),
        ("requirements.txt", "PyJWT==1.*"),
        ("requirements.txt", "PyJWT[crypto]==2.1.0 ; python_version >= '3.8'"),
        ("pyproject.toml", 'dependencies = ["django>=5", "pyjwt[crypto]<2"]'),
        ("pyproject.toml", 'pyjwt = "^1.7"'),
        ("pyproject.toml", 'pyjwt = "~2.3"'),
        ("pyproject.toml", 'pyjwt = "1.7.1"'),
        ("Pipfile", 'pyjwt = {extras = ["crypto"], version = "==2.1.0"}'),
        ("setup.cfg", "    pyjwt (<2)"),
    ],
)
def test_requirement_that_only_a_vulnerable_pyjwt_meets_is_found(file, line, write):
    (finding,) = examine(write({file: f"\n{line}\n"}), sources_only=True).findings
    assert (finding.id, finding.place.line) == ("ferrojwt.D005", 2)


def test_version_of_thousands_of_digits_ends_in_a_report(write):
    root = write({"requirements.txt": f"pyjwt=={'9' * 5000}\n"})
    assert examine(root, sources_only=True).findings == []


# What it runs


def test_sources_only_imports_nothing_of_the_project(write, run):
    root = write({**FINE, "settings.py": "open('has_run', 'w')\n", "tokens.py": IMMORTAL})
    result = run("doctor", "--json", "--sources-only")
    assert (result.status, result.ids) == (1, {"ferrojwt.D030"})
    assert not (root / "has_run").exists()


def test_sources_only_reads_the_settings_that_manage_py_names_as_text(write, run):
    write({**FINE, "settings.py": "1 / 0\nJWT_ALLOW_REFRESH = True\n"})
    result = run("doctor", "--json", "--sources-only")
    assert (result.report["settings"], result.ids) == ("settings", {"ferrojwt.D011"})


def test_sources_are_read_where_django_is_not_installed(write, run):
    write({"tokens.py": IMMORTAL})
    result = run("doctor", "--json", "--sources-only", program=WITHOUT_DJANGO)
    assert (result.status, result.ids) == (1, {"ferrojwt.D030"})


def test_project_where_django_is_not_installed_is_read_as_far_as_possible(write, run):
    write({**FINE, "tokens.py": IMMORTAL})
    result = run("doctor", "--json", program=WITHOUT_DJANGO)
    assert (result.status, result.ids) == (1, {"ferrojwt.D001", "ferrojwt.D030"})


@pytest.mark.parametrize(
    "manage",
    [
        "from ferrojwt import compat\ncompat.install('jwt', pyjwt1=True)\n",
        "from ferrojwt.compat import install\ninstall('jwt', pyjwt1=True)\n",
        "import ferrojwt.compat\nferrojwt.compat.install('jwt', pyjwt1=True)\n",
    ],
)
def test_aliases_of_manage_py_are_installed(manage, write):
    calls = []
    load_project(
        write({"manage.py": manage}),
        "tests.drf.settings",
        lambda *names, **options: calls.append((names, options)),
    )
    assert calls == [(("jwt",), {"pyjwt1": True})]


def test_checks_of_other_applications_are_not_run(write, run):
    app = "from django.core import checks\n@checks.register\ndef f(**kwargs):\n    1 / 0\n"
    write({**FINE, "other/__init__.py": "", "other/models.py": app})
    settings = SETTINGS + CLOSED + "INSTALLED_APPS += ['other']\n"
    write({"settings.py": settings})
    assert run("doctor", "--json").status == 0


@pytest.mark.parametrize("module", ["settings.py", "urls.py"])
def test_what_the_project_prints_is_kept_out_of_the_json(module, write, run):
    write({**FINE, module: FINE[module] + "print('loading')\n"})
    result = run("doctor", "--json")
    assert result.report["findings"] == []
    assert "loading" in result.errors


# What it says


def test_text_names_place_id_and_fix(write, run):
    write({"tokens.py": IMMORTAL})
    result = run("doctor", "--sources-only")
    first, _, *rest = result.output.splitlines()
    assert first == "tokens.py:3: ferrojwt.D030 a token that never expires"
    assert rest[0].startswith('    Fix: "exp": ')
    assert rest[-1] == "1 finding; 1 file read."


def test_terminal_that_lacks_a_character_is_written_to(write, run):
    write({"tokens.py": "import jwt\nx = jwt.encode({'iss': {}, 'exp': 1}, y)\n"})
    result = run("doctor", "--sources-only", PYTHONIOENCODING="ascii")
    assert (result.status, "\\u2026" in result.output) == (1, True)


def test_nothing_found_is_said(write, run):
    write(FINE)
    result = run("doctor")
    assert (result.status, result.output) == (0, "Nothing found; 3 files read, and settings.\n")


def test_json_has_the_documented_members(write, run):
    root = write({"tokens.py": IMMORTAL})
    report = run("doctor", "--json", "--sources-only").report
    assert report.keys() == {"root", "settings", "files", "findings", "notes"}
    assert (report["root"], report["settings"], report["files"]) == (str(root), None, 1)
    (finding,) = report["findings"]
    assert finding == {
        "id": "ferrojwt.D030",
        "rows": [7],
        "title": "a token that never expires",
        "file": "tokens.py",
        "line": 3,
        "message": finding["message"],
        "fix": finding["fix"],
    }


@pytest.mark.parametrize("rule", ["D014", "D030", "W001"])
def test_rule_is_silenced_by_its_id(rule, write, run):
    settings = SETTINGS + OPEN + 'SIMPLE_JWT = {"XYZZY": 1}\n'
    write({**FINE, "settings.py": settings, "tokens.py": IMMORTAL})
    all_of_them = {"ferrojwt.D014", "ferrojwt.D030", "ferrojwt.W001"}
    assert run("doctor", "--json").ids == all_of_them
    write({"settings.py": settings + f"SILENCED_SYSTEM_CHECKS = ['ferrojwt.{rule}']\n"})
    assert run("doctor", "--json").ids == all_of_them - {f"ferrojwt.{rule}"}


def test_finding_of_a_setting_stands_at_its_key_in_a_module_that_is_taken_over(write, run):
    base = (
        SETTINGS + CLOSED + 'SIMPLE_JWT = {\n    "LEEWAY": 0,\n    "ROTATE_REFRESH_TOKENS": 1,\n}\n'
    )
    write({**FINE, "config/__init__.py": "", "config/base.py": base})
    write({"config/local.py": "from .base import *\n"})
    (finding,) = run("doctor", "--json", "--settings", "config.local").report["findings"]
    assert (finding["id"], finding["file"]) == ("ferrojwt.E002", "config/base.py")
    assert base.splitlines()[finding["line"] - 1].strip() == '"ROTATE_REFRESH_TOKENS": 1,'


@pytest.mark.parametrize(
    ("second", "line"),
    [
        ('SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": 1}', 2),
        ('SIMPLE_JWT = {**SIMPLE_JWT, "ROTATE_REFRESH_TOKENS": 1}', 2),
        ('SIMPLE_JWT = {**SIMPLE_JWT, "LEEWAY": 0}', 1),
    ],
)
def test_finding_of_a_setting_stands_where_it_is_in_effect(second, line, write, run):
    first = 'SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": 1}\n'
    write({**FINE, "settings.py": SETTINGS + CLOSED + first + second})
    (finding,) = [
        each for each in run("doctor", "--json").report["findings"] if each["id"] == "ferrojwt.E002"
    ]
    assert finding["line"] == (SETTINGS + CLOSED).count("\n") + line


def test_no_key_is_shown(write, run):
    key = "sesame-sesame-sesame"
    settings = SETTINGS + f"JWT_SECRET = '{key}'\n{OPEN}SIMPLE_JWT = {{'SIGNING_KEY': '{key}'}}\n"
    app = f"import jwt\nx = jwt.encode({{'id': 1}}, '{key}').decode()\n"
    write({**FINE, "settings.py": settings, "app.py": app})
    for arguments in (["--json"], []):
        result = run("doctor", "--deploy", *arguments)
        assert "ferrojwt.D018" in result.output
        assert key not in result.output + result.errors


# The other door


def test_manage_py_has_the_same_command(write, run):
    settings = SETTINGS + OPEN + "INSTALLED_APPS += ['ferrojwt.django']\n"
    urls = "import nothing_of_that_name\n"
    write({**FINE, "settings.py": settings, "urls.py": urls, "tokens.py": IMMORTAL})
    other = run("doctor", "--json", program=("manage.py", "jwt"))
    here = run("doctor", "--json")
    assert other.report == here.report
    assert (other.status, other.ids) == (1, {"ferrojwt.D008", "ferrojwt.D014", "ferrojwt.D030"})


def test_manage_py_examines_the_project_it_stands_in(write, run):
    files = {**FINE, "settings.py": SETTINGS + "INSTALLED_APPS += ['ferrojwt.django']\n"}
    root = write({f"backend/{name}": text for name, text in files.items()})
    result = run("doctor", "--json", program=("backend/manage.py", "jwt"))
    assert (result.status, result.report["root"]) == (0, str(root / "backend"))


def test_commands_need_no_command_line_of_django(write, run):
    assert json.loads(run("doctor", "--sources-only", "--json").output)["findings"] == []


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device")
def test_requirements_that_are_a_device_are_left_alone(write, run):
    root = write(FINE)
    (root / "requirements.txt").symlink_to("/dev/zero")
    assert run("doctor", "--json", "--sources-only").status == 0


def test_control_characters_in_the_name_of_a_file_do_not_reach_the_terminal(write, run):
    write({**FINE, "a\x1b[31m.py": IMMORTAL})
    result = run("doctor", "--sources-only")
    assert (result.status, "\x1b" in result.output) == (1, False)
