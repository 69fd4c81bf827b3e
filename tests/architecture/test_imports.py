"""What is in memory after an import: the contracts hold the source, these tests the process."""

from __future__ import annotations

import subprocess
import sys

import pytest

INTERFACES = {"textual", "rich"}
CIPHERS = {"cryptography", "argon2", "_argon2_cffi_bindings"}
HEAVY = {*INTERFACES, *CIPHERS, "msgspec", "PIL", "pytrovich", "shevchenko", "qazaq_inflector"}
NETWORK = {"socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib"}


def modules_after(statement: str) -> set[str]:
    """Return the names of all modules that a fresh interpreter holds after `statement`."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.splitlines()[-1].split()) - measuring_tools()


def measuring_tools() -> set[str]:
    """Return the modules that a bare interpreter of this environment holds already."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import sys\nprint(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.split())


def test_the_command_line_starts_without_what_a_command_may_need() -> None:
    """Importing the command line loads no interface, no cipher, no parser of data or images."""
    assert not modules_after("import safelog.cli.main") & HEAVY


def test_the_version_is_printed_with_next_to_nothing() -> None:
    """`--version` loads no package but safelog itself, nor even the argument parser."""
    loaded = modules_after(
        "import sys; sys.argv = ['safelog', '--version']\n"
        "from safelog.cli.main import main\n"
        "assert main() == 0"
    )
    ours = {name for name in loaded if name.split(".")[0] == "safelog"}
    assert ours <= {"safelog", "safelog.cli", "safelog.cli.main"}
    assert not loaded & {*HEAVY, *NETWORK, "argparse", "tomllib", "pathlib", "platformdirs"}


@pytest.mark.parametrize(
    "package",
    ["errors", "model", "evidence", "redact", "export", "vault", "system", "i18n", "journal"],
)
def test_only_the_terminal_app_loads_textual(package: str) -> None:
    """Importing a package below the interfaces brings in no interface."""
    assert not modules_after(every_module_of(package)) & INTERFACES


@pytest.mark.parametrize("package", ["errors", "model", "redact", "system", "i18n"])
def test_only_vault_proofs_and_delivery_load_a_cipher(package: str) -> None:
    """Importing a package without secrets brings in no cipher."""
    assert not modules_after(every_module_of(package)) & CIPHERS


@pytest.mark.parametrize(
    "package",
    [
        *("errors", "model", "evidence", "redact", "export", "vault", "system", "i18n"),
        *("journal", "cli"),
    ],
)
def test_only_the_terminal_app_loads_sockets(package: str) -> None:
    """Not even a dependency brings a socket into the process; Textual does, for its event loop."""
    assert not modules_after(every_module_of(package)) & NETWORK


def test_the_error_tree_stands_alone() -> None:
    """The error tree imports nothing of safelog."""
    loaded = modules_after("import safelog.errors")
    ours = {name for name in loaded if name.startswith("safelog.")}
    assert {name.split(".")[1] for name in ours} == {"errors"}


def every_module_of(package: str) -> str:
    """Return the statement that imports a package of safelog and all its modules."""
    return (
        "import importlib, pkgutil\n"
        f"package = importlib.import_module('safelog.{package}')\n"
        f"for found in pkgutil.walk_packages(getattr(package, '__path__', ()), "
        f"'safelog.{package}.'):\n"
        "    importlib.import_module(found.name)"
    )
