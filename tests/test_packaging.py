"""The distribution: its metadata, what it ships, and what importing it costs."""

import importlib.metadata
import importlib.resources
import importlib.util
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import ferrojwt

ROOT = Path(__file__).resolve().parent.parent
METADATA = importlib.metadata.metadata("ferrojwt")


def test_version_is_cargo_tomls():
    (version,) = re.findall(r'(?m)^version = "(.+)"', (ROOT / "Cargo.toml").read_text("utf-8"))
    assert (METADATA["Version"], ferrojwt.__version__) == (version, version)


@pytest.mark.parametrize("name", ["py.typed", "_native.pyi"])
def test_type_information_is_shipped(name):
    assert (importlib.resources.files("ferrojwt") / name).is_file()


def test_either_licence_may_be_chosen():
    assert METADATA["License-Expression"] == "MIT OR Apache-2.0"
    assert set(METADATA.get_all("License-File")) == {"LICENSE", "LICENSE-APACHE", "LICENSE-MIT"}


def test_nothing_is_required_without_an_extra():
    assert [line for line in METADATA.get_all("Requires-Dist") if "extra ==" not in line] == []


@pytest.mark.parametrize(
    ("extra", "projects"),
    [("django", {"django", "djangorestframework"}), ("cryptography", {"cryptography"})],
)
def test_extra_brings(extra, projects):
    lines = [line for line in METADATA.get_all("Requires-Dist") if f"'{extra}'" in line]
    assert {re.split(r"[<>=~!]", line)[0].lower() for line in lines} == projects


@pytest.mark.parametrize(
    "module", ["django", "rest_framework", "cryptography", "jwt", "urllib.request"]
)
def test_import_does_not_load(module, tmp_path):
    program = f"import sys, ferrojwt; sys.exit({module!r} in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False)
    assert result.returncode == 0


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or importlib.util.find_spec("maturin") is None,
    reason="needs a checkout and the build requirements",
)
def test_sdist_has_no_ignored_file(tmp_path):
    """The example's secret key and database are among the ignored files."""
    maturin = shutil.which("maturin", path=Path(sys.executable).parent)
    subprocess.run([maturin, "sdist", "--out", tmp_path], cwd=ROOT, check=True)
    (sdist,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [member.name.partition("/")[2] for member in archive.getmembers()]
    assert {"Cargo.lock", "dev.py", "requirements/test.txt", "tests/test_packaging.py"} <= {*names}
    ignored = subprocess.run(
        [shutil.which("git"), "check-ignore", "--stdin"],
        cwd=ROOT,
        input="\n".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ignored.stdout, ignored.stderr) == ("", "")
