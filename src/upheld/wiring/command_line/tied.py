"""Become another program that is told to end when its parent dies.

    python -m upheld.wiring.command_line.tied PARENT_PID PROGRAM [ARGUMENT ...]

On Linux the kernel sends the signal, even when the parent was killed without a chance to speak.
Elsewhere there is no such thing and the program merely runs.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def main() -> None:
    """Tie this process to its parent, then turn into the program. Does not return."""
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before the tie was made; then nobody would ever tell.
    if os.getppid() != parent:
        sys.exit(1)
    os.execv(program[0], program)  # noqa: S606  # our own caller names it


if __name__ == "__main__":
    main()
