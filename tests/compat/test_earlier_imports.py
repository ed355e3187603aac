"""A package that was imported from elsewhere is named, with who uses it, and left as it is."""

from __future__ import annotations

import pytest

from tests.compat.conftest import execute

USE_MODULE = "import jwt\n"
USE_FUNCTION = "\nfrom jwt import decode\n"
USE_CLASS = "# A comment.\n\nfrom jwt.exceptions import DecodeError as Failed\n"


@pytest.mark.parametrize(("source", "line"), [(USE_MODULE, 1), (USE_FUNCTION, 2), (USE_CLASS, 3)])
def test_the_module_that_uses_it_is_named_with_file_and_line(tmp_path, source, line):
    (tmp_path / "shop.py").write_text(source)
    program = "import shop, ferrojwt.compat; ferrojwt.compat.install()"
    result = execute(["-c", program], tmp_path)
    message = result.stderr.splitlines()[-1]
    assert message.startswith("ferrojwt.compat.earlier.AlreadyImportedError: `jwt` was imported")
    assert "jwt/__init__.py." in message
    assert f"It is in use by shop ({tmp_path / 'shop.py'}, line {line})." in message
    assert "Call install() ahead of that: in the first lines of the settings module" in message


def test_three_users_are_named_and_the_others_counted(tmp_path):
    for name in "abcde":
        (tmp_path / f"shop_{name}.py").write_text(USE_MODULE)
    program = "import shop_a, shop_b, shop_c, shop_d, shop_e, ferrojwt.compat as c; c.install()"
    message = execute(["-c", program], tmp_path).stderr.splitlines()[-1]
    assert [name in message for name in ("shop_a", "shop_b", "shop_c", "shop_d")] == [
        *(True, True, True, False)
    ]
    assert " and 2 more." in message


def test_error_is_an_import_error_with_name_and_path(run):
    program = """
    import jwt, ferrojwt.compat
    try:
        ferrojwt.compat.install()
    except ImportError as error:
        OUTCOME = [type(error) is ferrojwt.compat.AlreadyImportedError, error.name]
        OUTCOME += [error.path == jwt.__file__]
    """
    assert run(program).outcome == [True, "jwt", True]


def test_nothing_is_installed_where_one_of_the_packages_is_in_use(run):
    program = """
    import sys
    before = list(sys.meta_path)
    import jwt, ferrojwt.compat
    try:
        ferrojwt.compat.install()
    except ImportError:
        import rest_framework_simplejwt
    OUTCOME = sys.meta_path == before
    """
    result = run(program)
    assert result.outcome is True
    assert result.names["rest_framework_simplejwt"] == "rest_framework_simplejwt"


def test_the_others_can_be_installed_where_one_is_in_use(run):
    program = """
    import jwt, ferrojwt.compat
    ferrojwt.compat.install("rest_framework_simplejwt")
    import rest_framework_simplejwt
    OUTCOME = None
    """
    assert run(program).names == {
        "jwt": "jwt",
        "rest_framework_simplejwt": "ferrojwt.drf",
    }


def test_a_lazy_object_is_not_run_by_the_search(run):
    program = """
    class Lazy:
        def __getattribute__(self, name):
            raise RuntimeError(name)

    lazy = Lazy()
    import jwt, ferrojwt.compat
    try:
        ferrojwt.compat.install()
    except ImportError as error:
        OUTCOME = "in use by __main__" in str(error)
    """
    assert run(program).outcome is True


def test_module_of_the_projects_own_with_that_name_is_reported_too(tmp_path):
    (tmp_path / "jwt.py").write_text("")
    program = "import jwt, ferrojwt.compat; ferrojwt.compat.install()"
    message = execute(["-c", program], tmp_path).stderr.splitlines()[-1]
    assert f"from {tmp_path / 'jwt.py'}." in message
