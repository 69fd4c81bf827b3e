"""Start safelog with `python -m safelog`."""

import sys

from safelog.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
