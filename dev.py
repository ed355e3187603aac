#!/usr/bin/env python3
"""The one entry for people and for CI: `python3 dev.py COMMAND`, `--help` lists the commands.

Standard library only; what it makes stays in the checkout. Syntax newer than Python 3.6 must not
be used here: an older Python has to reach the check below to be told.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - Whoever runs an older Python is told so.
    sys.stderr.write(
        "dev.py: Python 3.10 or newer is needed, this is {}.{}. Install a newer one and run it\n"
        "by its name, for example: python3.12 dev.py\n".format(*sys.version_info)
    )
    sys.exit(2)

import argparse
import hashlib
import importlib.util
import inspect
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent
EXAMPLE = ROOT / "django_example"
VENV = ROOT / ".venv"
# As .venv, but for the package `cryptography`.
BARE = ROOT / ".venv-bare"
LOCKS = ROOT / "requirements"
# The supported Pythons, with the oldest and the newest Django that runs on each.
DJANGOS = {"3.10": ["5.2"], "3.11": ["5.2"], "3.12": ["5.2", "6"], "3.13": ["5.2", "6"]}
CATALOGUES = ROOT / "python" / "ferrojwt" / "drf" / "locale"
# One environment a library that `bench` compares with.
BENCH_LOCKS = ROOT / "tests" / "bench" / "requirements"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / SCRIPTS / "python"


def main(argv: Sequence[str]) -> int:
    """Run one command. Returns the exit status: 2 where the machine lacks a tool."""
    command, options = parse(argv)
    # rustup installs here, also where the shell has not been told yet.
    cargo_home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), str(cargo_home / "bin")])
    missing = missing_tools()
    for tool in missing:
        print("dev.py: missing: " + tool, file=sys.stderr)
    if missing:
        return 2
    try:
        command(*options)
    except FailedError as failure:
        for words in failure.args:
            print(f"dev.py: failed: {words}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def parse(argv: Sequence[str]) -> tuple[Callable[..., None], list[str]]:
    """Return the command's function and the words that follow its name."""
    functions = (serve, test, lint, audit, bench, matrix, messages, setup, sdist_test, lock)
    commands = {function.__name__.replace("_", "-"): function for function in functions}
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"{name:12}{command.__doc__}" for name, command in commands.items()),
    )
    parser.add_argument("command", choices=commands, metavar="COMMAND")
    options = parser.add_argument("options", nargs=argparse.REMAINDER, help="the command's own")
    # Older Pythons call it missing where only the command is.
    options.required = False
    parsed = parser.parse_args(argv)
    command: Callable[..., None] = commands[parsed.command]
    if parsed.options and not inspect.signature(command).parameters:
        parser.error(f"{parsed.command} takes no arguments")
    return command, parsed.options


# What the machine must have


def missing_tools() -> list[str]:
    """Return what this machine lacks, each with how to get it."""
    missing = [
        f"Python's module {module}: on Debian, Ubuntu: apt install python3-venv"
        for module in ("venv", "ensurepip", "_sqlite3")
        if importlib.util.find_spec(module) is None
    ]
    compilers = shlex.split(os.environ.get("CC", ""))[:1] or ["cc", "gcc", "clang"]
    # On Windows the compiler is not found by its name; cargo looks for it, and says so.
    if os.name != "nt" and not any(map(version_line, compilers)):
        hint = "on Debian, Ubuntu: apt install build-essential; on macOS: xcode-select --install"
        missing.append(f"a C compiler ({', '.join(compilers)}): {hint}")
    manifest = (ROOT / "Cargo.toml").read_text("utf-8")
    (wanted,) = re.findall(r'(?m)^rust-version = "(.+)"', manifest)
    for tool in ("cargo", "rustc"):
        line = version_line(tool)
        if version_in(line) < version_in(wanted):
            hint = "install Rust from https://rustup.rs, or run rustup update"
            missing.append(f"{tool} {wanted} or newer ({line or 'none found'}): {hint}")
    return missing


def version_line(tool: str) -> str:
    """Return what `tool --version` prints first; nothing where it is missing or does not run."""
    path = shutil.which(tool)
    if path is None:
        return ""
    # macOS has a `cc` that only offers to install a compiler: being there is not enough.
    result = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return "" if result.returncode else result.stdout.partition("\n")[0]


def version_in(text: str) -> tuple[int, int]:
    """Return the first two numbers of the version in the text, (0, 0) where there is none."""
    found = re.search(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


# The commands


def serve(*options: str) -> None:
    """Build, migrate, make a demo user, serve the example on 127.0.0.1 [--port PORT]."""
    parser = argparse.ArgumentParser(prog="dev.py serve")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(options).port
    address = f"127.0.0.1:{port}"
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError) as error:
        parser.error(f"port {port} cannot be had ({error}): choose another with --port")
    prepare("build", "test")
    run(PYTHON, "manage.py", "migrate", "--no-input", cwd=EXAMPLE)
    run(PYTHON, "manage.py", "create_demo_user", cwd=EXAMPLE)
    print(f"Serving on http://{address}/ (Ctrl-C stops it)", flush=True)
    server = [str(PYTHON), "manage.py", "runserver", address]
    if os.name == "posix":
        # The server takes this process's place, and with it the signals meant for it.
        os.chdir(EXAMPLE)
        os.execve(PYTHON, server, environment())  # noqa: S606 - No shell is wanted.
    run(*server, cwd=EXAMPLE)


def test(*options: str) -> None:
    """Run all tests, in CI without cryptography too; or just pytest [PYTEST ARGUMENTS]."""
    prepare("build", "test")
    if options:
        run(PYTHON, "-m", "pytest", *options)
        return
    without_cryptography = [test_bare] if os.environ.get("CI") == "true" else []
    run_each(
        lambda: run("cargo", "test", "--locked"),
        lambda: run(PYTHON, "-m", "pytest", cwd=EXAMPLE),
        lambda: run(PYTHON, "-m", "pytest"),
        *without_cryptography,
    )


def test_bare() -> None:
    """Run the package's tests where `cryptography` is not installed, on the same extension."""
    make_venv(BARE)
    install("bare", BARE)
    # What `maturin develop` left in `.venv`: the way to the sources, and the metadata.
    source, target = (next(venv.glob("[Ll]ib/**/site-packages")) for venv in (VENV, BARE))
    for former in target.glob("ferrojwt-*.dist-info"):
        shutil.rmtree(former)
    for metadata in source.glob("ferrojwt-*.dist-info"):
        shutil.copytree(metadata, target / metadata.name)
    shutil.copy(source / "ferrojwt.pth", target)
    run(BARE / SCRIPTS / "python", "-m", "pytest", env=environment(BARE))


def lint() -> None:
    """Check format, lints, types, stub, import directions and licences."""
    prepare("build", "test", "lint")
    clippy = partial(run, "cargo", "clippy", "--locked", "--all-targets")
    tool = partial(run, PYTHON, "-m")
    deny = partial(run, "cargo", "deny", "check")
    if not shutil.which("cargo-deny"):
        deny = partial(print, "dev.py: SKIPPED cargo deny check: it is not installed")
    run_each(
        lambda: run("cargo", "fmt", "--check"),
        lambda: clippy("--", "-D", "warnings"),
        lambda: clippy("--features", "python", "--", "-D", "warnings"),
        lambda: tool("ruff", "check"),
        lambda: tool("ruff", "format", "--check"),
        lambda: tool("mypy"),
        lambda: tool("mypy.stubtest", "ferrojwt._native"),
        lambda: run(VENV / SCRIPTS / "lint-imports", "--no-logo"),
        deny,
    )


def audit() -> None:
    """Ask for known vulnerabilities of the packages in requirements/*.txt."""
    make_venv()
    install("test")
    install("lint")
    run_each(*(partial(audit_lock, lock) for lock in sorted(LOCKS.glob("*.txt"))))


def bench(*options: str) -> None:
    """Build optimised, compare speed [ARGUMENTS]; the next test or serve builds for itself."""
    prepare("build", "test", profile="release")
    run(PYTHON, "tests/bench/compare.py", *options)


def matrix(*versions: str) -> None:
    """Run the tests of the DRF layers on every Python and Django [PYTHON VERSIONS]."""
    prepare("build", "test")
    pairs = [(version, django) for version in versions or DJANGOS for django in DJANGOS[version]]
    run_each(*(partial(test_on, *pair) for pair in pairs))


def messages() -> None:
    """Collect the translatable messages, update and compile the catalogues."""
    make_venv()
    install("test")
    install("lint")
    babel = partial(run, VENV / SCRIPTS / "pybabel", "--quiet", cwd=CATALOGUES.parent)
    plain = ["--width=1000"]  # A message a line.
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        collect = ["--no-location", "--sort-output", "--msgid-bugs-address="]
        babel("extract", *plain, *collect, f"--output-file={template}", ".", "../django")
        keep = ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"]
        where = ["--domain=django", f"--output-dir={CATALOGUES.name}"]
        babel("update", *plain, *keep, *where, f"--input-file={template}")
    babel("compile", "--domain=django", f"--directory={CATALOGUES.name}")


def setup() -> None:
    """Make .venv with everything for development, build the extension."""
    prepare("build", "test", "lint")


def sdist_test() -> None:
    """Build the sdist, install it with pip in an empty environment, run the tests there."""
    make_venv()
    install("build")
    with tempfile.TemporaryDirectory() as folder:
        run(PYTHON, "-m", "maturin", "sdist", "--out", folder)
        (sdist,) = Path(folder).glob("*.tar.gz")
        shutil.unpack_archive(sdist, folder)
        tree = Path(folder) / sdist.name[: -len(".tar.gz")]
        venv = Path(folder) / "venv"
        python = venv / SCRIPTS / "python"
        # Kept between runs, since building the C library again takes minutes.
        env = {**environment(venv), "CARGO_TARGET_DIR": str(ROOT / "target" / "sdist")}
        step = partial(run, env=env)
        pip = partial(step, python, "-m", "pip", "install")
        step(sys.executable, "-m", "venv", venv)
        pip("-q", "--require-hashes", "-r", tree / "requirements" / "test.txt")
        pip(f"{sdist}[django,cryptography]")
        run_each(
            lambda: step(python, "-m", "pytest", cwd=tree / "django_example"),
            lambda: step(python, "-m", "pytest", cwd=tree),
        )


def lock(*options: str) -> None:
    """Resolve all requirements/*.in for all supported Pythons and platforms [--upgrade]."""
    words = "-m uv pip compile --quiet --universal --generate-hashes --python-version 3.10"
    words += " --custom-compile-command 'python3 dev.py lock'"
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / SCRIPTS / "python"
        run(sys.executable, "-m", "venv", folder)
        run(python, "-m", "pip", "install", "-q", "uv>=0.9")
        # In this order: test.in is constrained by bare.txt, and lint.in by test.txt.
        for name in ("build", "bare", "test", "lint"):
            files = [f"{name}.in", "--output-file", f"{name}.txt"]
            run(python, *shlex.split(words), *options, *files, cwd=LOCKS)
        for path in sorted(BENCH_LOCKS.glob("*.in")):
            files = [path.name, "--output-file", f"{path.stem}.txt"]
            run(python, *shlex.split(words), *options, *files, cwd=BENCH_LOCKS)


# What the commands are made of


def audit_lock(lock: Path) -> None:
    """Raise FailedError where a package of the lock has a known vulnerability."""
    options = ["--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
    result = subprocess.run(
        [str(PYTHON), "-m", "pip_audit", *options, "-r", str(lock)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    try:
        packages = json.loads(result.stdout)["dependencies"]
    except ValueError:
        # A machine without a way to the advisories has to be able to run all the rest.
        reason = (result.stderr.strip().splitlines() or ["no report"])[-1]
        print(f"dev.py: {lock.name}: SKIPPED, no advisories can be had: {reason}")
        return
    known = [
        f"{package['name']} {package['version']}: {vulnerability['id']}"
        for package in packages
        for vulnerability in package.get("vulns", ())
    ]
    if known:
        raise FailedError(f"audit of {lock.name}: {', '.join(known)}")
    unanswered = sum("skip_reason" in package for package in packages)
    print(f"dev.py: {lock.name}: nothing is known of {len(packages) - unanswered} packages")
    if unanswered:
        print(f"dev.py: {lock.name}: SKIPPED {unanswered}, for which no advisories can be had")


def test_on(version: str, django: str) -> None:
    """Run the tests of the DRF layers on a Python and a Django, in an environment of its own."""
    venv = VENV / "matrix" / f"{version}-django{django}"
    python = venv / SCRIPTS / "python"
    # One extension is for all of them, so there is nothing to install.
    env = {**environment(venv), "PYTHONPATH": str(ROOT / "python")}
    step = partial(run, env=env)
    if not python.exists():
        step(interpreter(version), "-m", "venv", venv)
    step(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", LOCKS / "test.txt")
    step(python, "-m", "pip", "install", "-q", *frameworks(version, django))
    suites = (f"tests/conformance/test_{name}_suite.py" for name in ("simplejwt", "drf_jwt"))
    step(python, "-m", "pytest", "tests/drf", "tests/legacy", *suites)


def frameworks(version: str, django: str) -> list[str]:
    """Return what to install beside the lock: with the oldest Python, the oldest DRF too."""
    wanted = [f"django=={django}.*"]
    if version == next(iter(DJANGOS)):
        metadata = (ROOT / "pyproject.toml").read_text("utf-8")
        (oldest,) = re.findall(r'"djangorestframework>=(.+?)"', metadata)
        wanted.append(f"djangorestframework=={oldest}")
    return wanted


def interpreter(version: str) -> str:
    """Return a Python of this version: by its name, or among pyenv's. Raises FailedError."""
    name = f"python{version}"
    # A shim of pyenv is there for versions, too, that pyenv has not been told to use.
    if version_in(version_line(name)) == version_in(version):
        return name
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted((pyenv / "versions").glob(f"{version}.*/bin/python"))
    if not found:
        raise FailedError(f"find {name}: it is not installed")
    return str(found[-1])


def prepare(*groups: str, profile: str = "dev") -> None:
    """Bring `.venv` and the extension up to date; quick where nothing has changed."""
    make_venv()
    for group in groups:
        install(group)
    develop = partial(run, PYTHON, "-m", "maturin", "develop", "--locked", "--profile", profile)
    metadata = [ROOT / "Cargo.toml", ROOT / "pyproject.toml"]
    # cargo decides what to build again; only new metadata needs pip.
    if not unless_done(VENV / "metadata.stamp", metadata, develop):
        develop("--skip-install")


def make_venv(venv: Path = VENV) -> None:
    """Make a virtual environment, or make it anew where another Python made it."""
    stamp = venv / "made-by.stamp"
    made_by = stamp.read_text("utf-8") if stamp.exists() else None
    if made_by != sys.version:
        # One without our stamp is the user's own: nothing in it is deleted.
        run(sys.executable, "-m", "venv", *(["--clear"] if made_by else []), venv)
        stamp.write_text(sys.version, "utf-8")


def install(group: str, venv: Path = VENV) -> None:
    """Install one group of locked requirements, unless that has been done."""
    locked = LOCKS / f"{group}.txt"
    pip = partial(run, venv / SCRIPTS / "python", "-m", "pip", "install", "-q", "--require-hashes")
    unless_done(venv / f"{group}.stamp", [locked], lambda: pip("-r", locked))


def unless_done(stamp: Path, inputs: Sequence[Path], action: Callable[[], None]) -> bool:
    """Run the action, unless it has succeeded on the same inputs, which the stamp tells."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    if stamp.exists() and stamp.read_text("utf-8") == digest:
        return False
    action()
    stamp.write_text(digest, "utf-8")
    return True


def run_each(*steps: Callable[[], None]) -> None:
    """Run all steps, also after one has failed. Raises FailedError with all that failed."""
    failed: list[str] = []
    for step in steps:
        try:
            step()
        except FailedError as failure:  # noqa: PERF203 - A step takes seconds.
            failed.extend(failure.args)
    if failed:
        raise FailedError(*failed)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Show the command and run it. Raises FailedError unless it exits with 0."""
    words = [str(word) for word in command]
    shown = shlex.join(words).replace(f"{ROOT}{os.sep}", "")
    print(f"$ {shown}", flush=True)
    if subprocess.run(words, cwd=cwd, env=env or environment(), check=False).returncode:
        raise FailedError(shown)


def environment(venv: Path = VENV) -> dict[str, str]:
    """Return the environment variables of a command that runs inside the virtual environment."""
    # They would point the tools at another Python or at another project's settings.
    stray = {"CONDA_PREFIX", "DJANGO_SETTINGS_MODULE", "PYTHONHOME", "PYTHONPATH"}
    inherited = {name: value for name, value in os.environ.items() if name not in stray}
    path = os.pathsep.join([str(venv / SCRIPTS), os.environ["PATH"]])
    return {**inherited, "VIRTUAL_ENV": str(venv), "PATH": path}


class FailedError(Exception):
    """Commands that did not exit with 0; the arguments are the commands as shown."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
