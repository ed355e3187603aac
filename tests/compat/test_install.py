"""`install` gives our modules the names of the packages that they stand in for."""

from __future__ import annotations

import pytest

INSTALL = "import ferrojwt.compat; ferrojwt.compat.install()\n"
JWT_MODULES = [
    *("algorithms", "api_jwk", "api_jws", "api_jwt", "exceptions", "help", "jwk_set_cache"),
    *("jwks_client", "types", "utils", "warnings"),
]
SIMPLEJWT_MODULES = [
    *("authentication", "backends", "exceptions", "models", "serializers", "settings", "state"),
    *("tokens", "utils", "views"),
    *("token_blacklist", "token_blacklist.admin", "token_blacklist.apps", "token_blacklist.models"),
    "token_blacklist.management.commands.flushexpiredtokens",
    *("token_blacklist.migrations", "token_blacklist.migrations.0001_initial"),
]


def test_every_module_of_pyjwt_is_ours(run, presence):
    program = f"""
    {INSTALL}
    import importlib
    names = {["jwt", *(f"jwt.{module}" for module in JWT_MODULES)]}
    OUTCOME = {{name: importlib.import_module(name).__name__ for name in names}}
    """
    result = run(program, presence)
    ours = {f"jwt.{module}": f"ferrojwt.{module}" for module in JWT_MODULES}
    assert result.outcome == {"jwt": "ferrojwt", **ours}
    assert result.foreign == []


def test_every_module_of_simplejwt_is_ours(run, presence):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start("django.contrib.admin", "rest_framework_simplejwt.token_blacklist", MIDDLEWARE=[])
    import importlib
    names = [f"rest_framework_simplejwt.{{module}}" for module in {SIMPLEJWT_MODULES}]
    OUTCOME = {{name: importlib.import_module(name).__name__ for name in names}}
    """
    result = run(program, presence)
    assert result.outcome == {
        f"rest_framework_simplejwt.{module}": f"ferrojwt.drf.{module}"
        for module in SIMPLEJWT_MODULES
    }
    assert result.foreign == []


@pytest.mark.parametrize(
    ("package", "modules"), [("jwt", JWT_MODULES), ("rest_framework_simplejwt", SIMPLEJWT_MODULES)]
)
def test_the_lists_above_are_complete(run, package, modules):
    program = f"""
    import pathlib, {package}
    root = pathlib.Path({package}.__file__).parent
    OUTCOME = sorted(
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for file in root.rglob("*.py")
    )
    """
    not_for_import = {
        "__init__",
        "token_blacklist.management",
        "token_blacklist.management.commands",
    }
    theirs = {
        name for name in run(program).outcome if not name.startswith("token_blacklist.migrations.0")
    }
    assert theirs - not_for_import == {
        name for name in modules if not name.endswith("0001_initial")
    }


def test_a_class_is_one_class_under_both_names(run):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start()
    import jwt.exceptions, ferrojwt.exceptions
    import rest_framework_simplejwt.tokens, ferrojwt.drf.tokens
    from jwt import PyJWKClient
    OUTCOME = [
        jwt.exceptions.DecodeError is ferrojwt.exceptions.DecodeError,
        rest_framework_simplejwt.tokens.AccessToken is ferrojwt.drf.tokens.AccessToken,
        PyJWKClient is ferrojwt.PyJWKClient,
    ]
    """
    assert run(program).outcome == [True, True, True]


def test_submodule_can_be_imported_first(run):
    program = f"{INSTALL}import jwt.algorithms\nOUTCOME = jwt.algorithms.__name__"
    assert run(program).outcome == "ferrojwt.algorithms"


def test_installing_again_changes_nothing(run):
    program = f"""
    {INSTALL}
    import sys, jwt
    before = list(sys.meta_path)
    ferrojwt.compat.install()
    ferrojwt.compat.install("jwt")
    OUTCOME = sys.meta_path == before
    """
    assert run(program).outcome is True


def test_only_the_names_that_are_given_are_installed(run):
    program = """
    import ferrojwt.compat
    ferrojwt.compat.install("jwt")
    import jwt, rest_framework_simplejwt
    OUTCOME = None
    """
    assert run(program).names == {
        "jwt": "ferrojwt",
        "rest_framework_simplejwt": "rest_framework_simplejwt",
    }


def test_unknown_name_is_refused_with_the_names_that_there_are():
    import ferrojwt.compat

    with pytest.raises(ValueError, match=r"'pyjwt' is no name to install\. Use some of: jwt, "):
        ferrojwt.compat.install("pyjwt")


def test_install_loads_nothing_of_django_or_cryptography(run):
    program = f"""
    {INSTALL}
    import sys
    OUTCOME = sorted({{"django", "rest_framework", "cryptography"}} & sys.modules.keys())
    """
    assert run(program).outcome == []


@pytest.mark.parametrize("name", ["jwt.algorithms", "jwt", "ferrojwt.algorithms"])
def test_reload_keeps_the_module(run, name):
    program = f"""
    {INSTALL}
    import importlib, sys
    module = importlib.import_module({name!r})
    reloaded = importlib.reload(module)
    import jwt.algorithms, ferrojwt.algorithms
    OUTCOME = [reloaded is module, jwt is ferrojwt, jwt.algorithms is ferrojwt.algorithms]
    """
    assert run(program).outcome == [True, True, True]


def test_pickles_load_by_either_name(run):
    program = f"""
    {INSTALL}
    import pickle, jwt
    by_ours = pickle.dumps(jwt.ExpiredSignatureError("gone"), protocol=0)
    by_theirs = by_ours.replace(b"ferrojwt.exceptions", b"jwt.exceptions")
    assert by_ours != by_theirs
    kinds = [type(pickle.loads(text)) for text in (by_ours, by_theirs)]
    OUTCOME = [kind is jwt.ExpiredSignatureError for kind in kinds]
    """
    assert run(program).outcome == [True, True]


def test_what_is_patched_under_one_name_is_patched_under_the_other(run):
    program = f"""
    {INSTALL}
    from unittest import mock
    with mock.patch("jwt.encode") as encode, mock.patch("jwt.api_jwt.PyJWT") as class_:
        import ferrojwt.api_jwt
        OUTCOME = [ferrojwt.encode is encode, ferrojwt.api_jwt.PyJWT is class_]
    """
    assert run(program).outcome == [True, True]


SHOP = {
    "__init__.py": "import shop_by_alias.models",
    "models.py": "import shop_by_alias\nfrom shop_by_alias import models\nclass Item: pass",
}


@pytest.fixture
def shop(tmp_path):
    """A package that imports itself by an alias, and the lines that make the alias."""
    (tmp_path / "shop").mkdir()
    for name, text in SHOP.items():
        (tmp_path / "shop" / name).write_text(text)
    return f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import ferrojwt.compat
from ferrojwt.compat.aliases import ALIASES, Alias
ALIASES["shop_by_alias"] = Alias("shop", "shop", "1.0")
ferrojwt.compat.install("shop_by_alias")
"""


@pytest.mark.parametrize("name", ["shop", "shop_by_alias", "shop.models", "shop_by_alias.models"])
def test_module_may_import_itself_by_its_alias(run, shop, name):
    program = f"""{shop}
import {name}
import shop.models, shop_by_alias.models
OUTCOME = [
    shop is shop_by_alias,
    shop.models is shop_by_alias.models is shop.models.models,
    shop.__spec__.name,
    shop.models.__spec__.name,
]
"""
    assert run(program).outcome == [True, True, "shop", "shop.models"]


def test_threads_get_one_module(run):
    program = f"""
    {INSTALL}
    import importlib, threading
    from concurrent.futures import ThreadPoolExecutor
    names = ["jwt", "ferrojwt", "jwt.jwks_client", "ferrojwt.jwks_client"] * 4
    barrier = threading.Barrier(len(names))

    def load(name):
        barrier.wait()
        module = importlib.import_module(name)
        return [module.__name__, id(module)]

    with ThreadPoolExecutor(len(names)) as pool:
        loaded = list(pool.map(load, names))
    import ferrojwt.jwks_client as ours
    OUTCOME = [
        sorted({{name for name, _ in loaded}}),
        len({{identity for _, identity in loaded}}),
        ours.__spec__.name,
    ]
    """
    assert run(program).outcome == [
        ["ferrojwt", "ferrojwt.jwks_client"],
        2,
        "ferrojwt.jwks_client",
    ]


def test_missing_module_is_reported_by_the_name_that_was_asked_for(run):
    program = f"""
    {INSTALL}
    import importlib.util
    try:
        import jwt.nowhere
    except ModuleNotFoundError as error:
        OUTCOME = [error.name, importlib.util.find_spec("jwt.nowhere")]
    """
    assert run(program).outcome == ["jwt.nowhere", None]


def test_a_package_can_be_looked_for_before_and_after_its_import(run, presence):
    program = f"""
    {INSTALL}
    import importlib.util, sys
    before = importlib.util.find_spec("jwt")
    assert "jwt" not in sys.modules
    import jwt
    after = importlib.util.find_spec("jwt")
    OUTCOME = [
        before.name,
        before.origin == jwt.__file__,
        before.submodule_search_locations == jwt.__path__,
        after.name,
        after.origin == jwt.__file__,
    ]
    """
    assert run(program, presence).outcome == ["jwt", True, True, "ferrojwt", True]


def test_pkgutil_and_resources_look_into_our_package(run):
    program = f"""
    {INSTALL}
    import importlib.resources, pkgutil
    early = pkgutil.get_data("rest_framework_simplejwt", "locale/de/LC_MESSAGES/django.po")
    import jwt, rest_framework_simplejwt as simplejwt
    modules = {{module.name for module in pkgutil.iter_modules(jwt.__path__)}}
    OUTCOME = [
        b"msgid" in early,
        {{"algorithms", "exceptions"}} <= modules,
        (importlib.resources.files("rest_framework_simplejwt") / "locale" / "de").is_dir(),
        pkgutil.resolve_name("jwt.exceptions:DecodeError") is jwt.DecodeError,
    ]
    """
    assert run(program).outcome == [True, True, True, True]


def test_module_runs_as_a_program_by_the_alias(run):
    program = f"""
    {INSTALL}
    import contextlib, io, json, runpy
    with contextlib.redirect_stdout(io.StringIO()) as output:
        runpy.run_module("jwt.help", run_name="__main__")
    OUTCOME = json.loads(output.getvalue())["pyjwt"]
    """
    assert run(program).outcome == {"version": "2.15.1"}


def test_source_is_found_by_the_alias(run):
    program = f"""
    {INSTALL}
    import importlib.util, inspect, linecache
    loader = importlib.util.find_spec("jwt.help").loader
    import jwt.help
    OUTCOME = [
        loader.get_source("jwt.help") == inspect.getsource(jwt.help),
        loader.is_package("jwt.help"),
    ]
    """
    assert run(program).outcome == [True, False]
