"""Acts on a KeePass database, for comparison: run by a Python that has `pykeepass`, never by ours.

`python bench/keepass.py ACT FILE`: the password, then what the act needs, on standard input.
pykeepass is GPL-3.0. Nothing in safelog, its tests or its locks uses it; whoever wants the
comparison installs it in an environment of its own and names that Python.
"""

import importlib
import sys


def main() -> int:
    """Do one act as a whole process, as a person's program would."""
    act, path = sys.argv[1:]
    password, *rest = sys.stdin.read().splitlines()
    pykeepass = importlib.import_module("pykeepass")
    if act == "fill":
        database = pykeepass.create_database(path, password=password)
        for number, notes in enumerate(rest):
            title = str(number)
            database.add_entry(database.root_group, title, "", "", notes=notes, force_creation=True)
        database.save()
        return 0
    database = pykeepass.PyKeePass(path, password=password)
    if act == "add":
        database.add_entry(database.root_group, "today", "", "", notes=rest[0])
        database.save()
    if act == "search":
        print(sum(rest[0] in (entry.notes or "") for entry in database.entries))
    return 0


if __name__ == "__main__":
    sys.exit(main())
