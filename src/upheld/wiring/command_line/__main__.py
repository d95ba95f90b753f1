"""`python -m upheld.wiring.command_line` is the same as `upheld`."""

import sys

from upheld.wiring.command_line import main

if __name__ == "__main__":
    sys.exit(main())
