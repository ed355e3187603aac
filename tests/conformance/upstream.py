"""A library's source distribution and the run of the test suite inside it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "conformance"


@dataclass(frozen=True)
class Upstream:
    """A library whose suite is run.

    The version and the hash of its source distribution are in `<name>-requirements.txt`, what is
    expected of its suite in `<name>_expected.toml`.
    """

    name: str
    configuration: str
    """The file that configures pytest: of the source distribution, or the path of one of ours."""
    python_options: tuple[str, ...] = ()
    pytest_options: tuple[str, ...] = ()
    python_path: Path | None = None
    """Where modules of ours are that the suite needs."""

    @property
    def requirements(self) -> Path:
        return HERE / f"{self.name}-requirements.txt"

    def expectations(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What is required of the suite, and of the tests that are excluded the reasons."""
        expected = tomllib.loads((HERE / f"{self.name}_expected.toml").read_text())
        excluded = expected.get("excluded", [])
        return expected["required"], {entry["test"]: entry["reason"] for entry in excluded}


PYJWT = Upstream(
    "pyjwt",
    "pyproject.toml",
    # Upstream's own configuration turns warnings into errors inside the tests; the
    # interpreter's option does the same for what happens while modules are imported.
    python_options=("-W", "error"),
)
SIMPLEJWT = Upstream(
    "djangorestframework_simplejwt",
    "pytest.ini",
    pytest_options=("-p", "pytest_django.plugin"),
)
DRF_JWT = Upstream(
    "drf-jwt",
    str(HERE / "drf_jwt" / "pytest.ini"),
    pytest_options=("-p", "pytest_django.plugin", "-p", "drf_jwt_stand_ins"),
    python_path=HERE / "drf_jwt",
)


class SourceUnavailableError(Exception):
    """The source distribution is not cached and could not be downloaded."""


class SourceMismatchError(Exception):
    """The source distribution is not the one whose hash is pinned."""


@dataclass
class SuiteOutcome:
    """What became of each test of the suite, by `module.Class::name`."""

    passed: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    failed_subtests: Counter[str] = field(default_factory=Counter)
    """How many subtests of a test failed; such a test is among the failed ones."""
    output: str = ""

    @property
    def failed_as_a_whole(self) -> set[str]:
        """The failed tests, without those of which only subtests failed."""
        return self.failed - self.failed_subtests.keys()

    def __str__(self) -> str:
        return f"{len(self.passed)} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"


def unpacked_suite(upstream: Upstream, destination: Path) -> Path:
    """Unpack the suite; where it cannot be downloaded, skip the test, or fail in CI."""
    try:
        archive = source_archive(upstream)
    except SourceUnavailableError as error:
        reason = f"{upstream.name}'s source distribution cannot be downloaded: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return unpack_tests(upstream, archive, destination)


def source_archive(upstream: Upstream) -> Path:
    """The pinned source distribution, downloaded once into the checkout's cache.

    Raises SourceUnavailableError without a network, SourceMismatchError when
    the archive is not the pinned one.
    """
    pinned = re.search(r"==(\S+).*?sha256:(\w+)", upstream.requirements.read_text(), re.DOTALL)
    assert pinned is not None
    version, expected_hash = pinned.groups()
    archive = CACHE / f"{upstream.name}-{version}.tar.gz"
    if not archive.exists():
        _download(upstream, archive)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != expected_hash:
        archive.unlink()
        raise SourceMismatchError(archive.name)
    return archive


def unpack_tests(upstream: Upstream, archive: Path, destination: Path) -> Path:
    """Unpack the suite and its configuration, without the package it tests."""
    with tarfile.open(archive) as sdist:
        for member in sdist:
            content = sdist.extractfile(member) if _is_suite(upstream, member) else None
            if content is not None:
                path = destination / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
    return destination / archive.name.removesuffix(".tar.gz")


def run_suite(
    upstream: Upstream, source: Path, names: Iterable[str], **environ: str
) -> SuiteOutcome:
    """Run the unpacked suite with ferrojwt in the place of the packages of these names."""
    report = source / "report.xml"
    report.unlink(missing_ok=True)
    environment = {
        **os.environ,
        # Plugins of the environment must not change how upstream's tests run.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
        **environ,
    }
    # Set for our own tests, and upstream's settings are made in its conftest.
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if upstream.python_path is not None:
        inherited = [path for path in [environment.get("PYTHONPATH")] if path]
        environment["PYTHONPATH"] = os.pathsep.join([str(upstream.python_path), *inherited])
    command = [
        *(sys.executable, *upstream.python_options, str(HERE / "impersonation.py")),
        ",".join(names),
        *("tests", "-p", "no:cacheprovider", *upstream.pytest_options),
        *("-c", upstream.configuration, "--rootdir", str(source)),
        *("--continue-on-collection-errors", f"--junitxml={report}"),
    ]
    completed = subprocess.run(
        command,
        cwd=source,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    if not report.exists():
        raise RuntimeError(completed.stdout)
    return _read_report(report, completed.stdout)


def _download(upstream: Upstream, archive: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE.parent / ".gitignore").write_text("*\n")
    with TemporaryDirectory(dir=CACHE) as directory:
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--no-binary", upstream.name, "--require-hashes"),
            *("--retries", "1", "--timeout", "15"),
            *("--dest", directory, "--requirement", str(upstream.requirements)),
        ]
        completed = subprocess.run(command, capture_output=True, text=True, check=False)
        if "DO NOT MATCH THE HASHES" in completed.stderr:
            raise SourceMismatchError(completed.stderr)
        if completed.returncode != 0:
            raise SourceUnavailableError(completed.stderr.strip())
        (Path(directory) / archive.name).replace(archive)


def _is_suite(upstream: Upstream, member: tarfile.TarInfo) -> bool:
    inside = PurePosixPath(member.name).parts[1:]
    return inside[:1] == ("tests",) or inside == (upstream.configuration,)


def _read_report(report: Path, output: str) -> SuiteOutcome:
    outcome = SuiteOutcome(output=output)
    # The report is our own pytest's.
    for case in ET.parse(report).iter("testcase"):  # noqa: S314
        name = f"{case.get('classname')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed.add(name)
        elif case.find("skipped") is not None:
            outcome.skipped.add(name)
        else:
            outcome.passed.add(name)
    # A test whose teardown errs is reported twice.
    outcome.passed -= outcome.failed
    for path, rest in re.findall(r"^SUBFAILED\[.*\] (\S+?)\.py::(\S+)", output, re.MULTILINE):
        test_class, name = rest.split("::")
        outcome.failed_subtests[f"{path.replace('/', '.')}.{test_class}::{name}"] += 1
    return outcome
