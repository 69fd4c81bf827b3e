"""Set safelog up and start it, or run every check of the project.

    python3 bootstrap.py run [words]     start safelog; the words are passed on
    python3 bootstrap.py test [words]    run every check; words are passed on to pytest

The first call makes the environment `.venv` from the wheels that `locks/` names by their hashes;
later calls find it whole and need no connection. Only the standard library is used.

Invariants: an environment is used only while its stamp fits the lock and this Python, and the stamp
is written last, so a set-up that was killed is begun anew; one set-up works at a time, and a killed
one keeps the lock as long as what it started still writes. This file keeps to the syntax of the
first Python 3: an older one must get as far as the sentence that names the right one.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "safelog needs Python 3.11 or newer, and this is Python %d.%d.\n"
        "Install a newer Python beside it and call that one: python3.11 bootstrap.py run"
        % sys.version_info[:2]
    )

import concurrent.futures
import contextlib
import errno
import hashlib
import importlib.util
import os
import re
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

ROOT = Path(__file__).resolve().parent
LOCKS = ROOT / "locks"
ENVIRONMENT = ROOT / ".venv"
LOCK_FILE = ROOT / ".venv.lock"
UNFINISHED = ENVIRONMENT / "unfinished"
PIP_LOG = ENVIRONMENT / "pip.log"

USAGE = (
    "python3 bootstrap.py run [words]     start safelog; the words are passed on\n"
    "python3 bootstrap.py test [words]    run every check; words are passed on to pytest"
)

MODULE_MISSING = (
    "This Python comes without its module %s, which makes environments.\n"
    "On Debian and Ubuntu: apt install python3-venv\n"
    "Elsewhere: install the complete Python of your system."
)
CANNOT_MAKE_FOLDER = "The folder .venv cannot be made. Close what uses it and try again."
NOT_FETCHED = "The packages could not be fetched. Check the connection. Details: .venv/pip.log"
PACKAGE_NOT_FOUND = (
    "A package was not found for this system and Python %d.%d. Check the connection,\n"
    "or use Python 3.11, 3.12 or 3.13. Details: .venv/pip.log"
)
PACKAGE_REPLACED = (
    "A package that was offered is not the one that was locked. It was not installed.\n"
    "Somebody may be replacing packages on the way: try again over another connection."
)

# Settings that would send packages past the environment, or none to it. Everything else that a
# person has set for pip stays in force: it may name the only index that they reach.
PIP_VARIABLES_IN_THE_WAY = (
    "PIP_CONSTRAINT",
    "PIP_DRY_RUN",
    "PIP_EDITABLE",
    "PIP_PREFIX",
    "PIP_REQUIREMENT",
    "PIP_ROOT",
    "PIP_TARGET",
)

EXIT_FAILURE = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130  # as a shell reports Ctrl+C


class SetUpError(Exception):
    """The environment cannot be made; the text says why and what to do."""


def main(words: "Sequence[str]") -> int:
    """Do what the words say and return the exit code."""
    command, rest = words[:1], words[1:]
    try:
        if command == ["run"]:
            prepare("run")
            return start(rest)
        if command == ["test"]:
            prepare("run")
            prepare("test")
            return run_checks(rest)
    except SetUpError as error:
        say(str(error))
        return EXIT_FAILURE
    except OSError as error:
        say("The system refused a step of the set-up: %s." % error.strerror)
        return EXIT_FAILURE
    except KeyboardInterrupt:
        say("Stopped. The same command takes it up again.")
        return EXIT_INTERRUPTED
    say(USAGE)
    return EXIT_USAGE


def say(line: str) -> None:
    """Tell the person; standard output belongs to safelog."""
    print(line, file=sys.stderr, flush=True)


# --- the environment -------------------------------------------------------------------------


def environment_python() -> Path:
    """Return where the environment's Python is, or will be."""
    if sys.platform == "win32":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def fingerprint(lock: str) -> str:
    """Return what the environment of `lock` must have been made from to be of use."""
    digest = hashlib.sha256((LOCKS / (lock + ".txt")).read_bytes()).hexdigest()
    machine = os.environ.get("PROCESSOR_ARCHITECTURE", "")
    if sys.platform != "win32":
        machine = os.uname().machine
    return " ".join((str(sys.implementation.cache_tag), sys.platform, machine, digest))


def is_ready(lock: str) -> bool:
    """Tell whether the environment holds exactly what `lock` names, for this Python."""
    try:
        stamp = (ENVIRONMENT / (lock + ".stamp")).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return False
    return stamp == fingerprint(lock) and environment_python().exists()


def prepare(lock: str) -> None:
    """Make sure that the environment holds what `lock` names.

    Raises:
        SetUpError: it cannot be made.
    """
    if is_ready(lock):
        return
    with only_set_up() as held:
        if is_ready(lock):
            return
        if UNFINISHED.exists() or not is_ready("run"):
            make_environment(held)
        install(lock, held)


@contextlib.contextmanager
def only_set_up() -> "Iterator[BinaryIO]":
    """Wait until no other set-up works in this folder, and keep others waiting.

    Gives the open lock file: a process that inherits it goes on holding the lock.
    """
    with LOCK_FILE.open("ab") as file:
        if not try_lock(file):
            say("Another set-up is at work in this folder; waiting for it.")
            while not try_lock(file):
                time.sleep(0.2)
        yield file


def try_lock(file: "BinaryIO") -> bool:
    """Take the lock on `file` unless another process has it; closing the file gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def make_environment(held: "BinaryIO") -> None:
    """Make `.venv` anew, with nothing in it but pip and the way to this checkout.

    Raises:
        SetUpError: this Python makes no environments, or the folder cannot be written.
    """
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise SetUpError(MODULE_MISSING % module)
    say("Setting safelog up in the folder .venv. This is done once and needs a connection.")
    for stamp in ENVIRONMENT.glob("*.stamp"):
        # First of all: a stamp must not outlive a part of what it stands for.
        stamp.unlink()
    with child([sys.executable, "-I", "-m", "venv", "--clear", str(ENVIRONMENT)], held) as venv:
        for _ in lines_of(venv):
            pass
    if venv.returncode:
        raise SetUpError(CANNOT_MAKE_FOLDER)
    UNFINISHED.touch()
    packages = sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)})
    # Relative, so that the checkout may move, and may lie in a folder with any letters.
    way_back = os.path.relpath(str(ROOT), packages)
    Path(packages, "safelog.pth").write_text(way_back + "\n", encoding="ascii")


def install(lock: str, held: "BinaryIO") -> None:
    """Install the wheels of `lock`, each only if its hash is in the lock, and stamp the result.

    Raises:
        SetUpError: a package cannot be had, or is not the one that was locked.
    """
    UNFINISHED.touch()
    pip = [str(environment_python()), "-I", "-m", "pip", "install", "--no-input"]
    pip += ["--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off"]
    pip += ["--require-hashes", "--only-binary", ":all:"]
    pip += ["--requirement", str(LOCKS / (lock + ".txt"))]
    with PIP_LOG.open("w", encoding="utf-8") as log, child(pip, held) as process:
        for line in lines_of(process):
            log.write(line)
            show_progress(line)
    if process.returncode:
        raise SetUpError(why_pip_failed(PIP_LOG.read_text(encoding="utf-8")))
    (ENVIRONMENT / (lock + ".stamp")).write_text(fingerprint(lock), encoding="ascii")
    UNFINISHED.unlink()


def child(command: "Sequence[str]", held: "BinaryIO") -> "subprocess.Popen[str]":
    """Start a step of the set-up; it holds the lock too, should this process be killed."""
    environ = {k: v for k, v in os.environ.items() if k not in PIP_VARIABLES_IN_THE_WAY}
    # A setting of the person's that would put packages beside the environment, or refuse to run.
    environ["PIP_USER"] = "0"
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environ,
        pass_fds=() if sys.platform == "win32" else (held.fileno(),),
    )


def lines_of(process: "subprocess.Popen[str]") -> "Iterator[str]":
    """Give what `process` says, line by line."""
    return iter(process.stdout or ())


def show_progress(line: str) -> None:
    """Say in a calm line what pip is at; its own lines name hosts and paths."""
    package = re.match(r"(?:Collecting |Processing .*[/\\])([\w.-]+?)(?:==|-)(\d[\w.]*)", line)
    if package:
        say("  %s %s" % package.groups())
    elif line.startswith("Installing collected packages"):
        say("Installing them.")


def why_pip_failed(said: str) -> str:
    """Return what went wrong, from what pip said, and what to do."""
    if "DO NOT MATCH THE HASHES" in said:
        return PACKAGE_REPLACED
    if "No matching distribution found" in said:
        return PACKAGE_NOT_FOUND % sys.version_info[:2]
    return NOT_FETCHED


# --- what the environment is for -------------------------------------------------------------


def start(words: "Sequence[str]") -> int:
    """Become safelog; on Windows, wait for it and return its exit code."""
    # -I: neither the folder we stand in nor a variable may bring in code of its own.
    command = [str(environment_python()), "-I", "-m", "safelog", *words]
    if sys.platform == "win32":
        return wait_for(command)
    return os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def wait_for(command: "Sequence[str]") -> int:
    """Run `command` in our place and return its exit code."""
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # Ctrl+C went to the command too, and it decides.
                continue


def run_checks(words: "Sequence[str]") -> int:
    """Run every check, then say in one line each how it went; return 0 if all went well."""
    of_the_source = [
        ("format", ["-m", "ruff", "format", "--check"]),
        ("lint", ["-m", "ruff", "check"]),
        ("types", ["-m", "mypy"]),
        ("imports", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
    ]
    checks = []
    if words:
        checks.append(("tests", ["-m", "pytest", *words]))
    else:
        run_python(["-m", "coverage", "erase"])
        # Many tests wait for a process or the disk: one worker more than there are processors.
        workers = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
        checks.append(("tests", ["-m", "coverage", "run", "-m", "pytest", *workers]))
        checks.append(("coverage data", ["-m", "coverage", "combine", "--quiet"]))
        checks += [gate(package, 100) for package in ("vault", "evidence", "redact", "model")]
        checks.append(gate("", 90))
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as beside:
        # They take one processor for a while, and the tests seldom take all.
        waiting = [(name, beside.submit(run_apart, arguments)) for name, arguments in of_the_source]
        summary = []
        for name, arguments in checks:
            say("\n== " + name)
            began_s = time.monotonic()
            passed = run_python(arguments)
            summary.append((name, passed, time.monotonic() - began_s))
    for name, check in waiting:
        passed, took_s, said = check.result()
        say("\n== %s, beside the tests\n%s" % (name, said.rstrip()))
        summary.append((name, passed, took_s))
    say("\n== summary")
    for name, passed, took_s in summary:
        say("%-20s %-6s %6.1f s" % (name, "ok" if passed else "FAILED", took_s))
    if words:
        say("Coverage was not measured: pytest was given words of its own.")
    return 0 if all(passed for _, passed, _ in summary) else EXIT_FAILURE


def run_apart(arguments: "Sequence[str]") -> "tuple[bool, float, str]":
    """Run the environment's Python beside others; return how it went, how long, what it said."""
    with tempfile.TemporaryFile() as said:
        began_s = time.monotonic()
        passed = run_python(arguments, said)
        took_s = time.monotonic() - began_s
        said.seek(0)
        return passed, took_s, said.read().decode("utf-8", "replace")


def gate(package: str, percent: int) -> "tuple[str, list[str]]":
    """Return the check that tests reach `percent` of the branches of `package`, "" being all."""
    arguments = ["-m", "coverage", "report", "--fail-under", str(percent)]
    if package:
        arguments += ["--include", "safelog/%s/*" % package]
    return "coverage %s" % (package or "of all"), arguments


def run_python(arguments: "Sequence[str]", said: "BinaryIO | None" = None) -> bool:
    """Run the environment's Python at the root of the checkout; tell whether it succeeded.

    What it says goes to the screen, or into the file `said`.
    """
    command = [str(environment_python()), "-I", *arguments]
    # -I keeps what a person has set for Python from this process, but not from those that it
    # starts: one that may write no bytecode compiles everything anew.
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.call(command, cwd=str(ROOT), env=environ, stdout=said, stderr=said) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
