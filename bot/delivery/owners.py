"""Who holds a claim: a process by name, so that a restarted server sees at once which claims the dead left behind.

Elsewhere, and in doubt, a claim is held until its lease is over.
"""

from __future__ import annotations

import hashlib
import os
import socket
from functools import lru_cache
from pathlib import Path

from bot.store import new_id


def new() -> str:
    """A new name for a loop of this process: machine, process, and a few letters of its own."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid()) or ''}:{new_id()[:8]}"


def is_dead(owner: str | None) -> bool:
    """True when the process of that name ran on this machine and has ended; False when that cannot be known."""
    machine, _, rest = (owner or "").partition(":")
    pid, _, rest = rest.partition(":")
    started = rest.partition(":")[0]
    if not machine or machine != _machine() or not pid.isdigit() or not started:
        return False
    return _started(int(pid)) not in (started, None)


@lru_cache(maxsize=1)
def _machine() -> str:
    """Names a machine since its last start, as far as process ids go: a container is a machine of its own."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        names = str(Path("/proc/self/ns/pid").readlink())
    except OSError:  # no Linux: nobody is known to be dead
        return new_id()[:12]
    return hashlib.sha256(f"{socket.gethostname()} {boot} {names}".encode()).hexdigest()[:12]


def _started(pid: int) -> str | None:
    """When a process started, in clock ticks since the machine did; empty when there is none or it is a zombie.

    None when that cannot be read at this moment (too many open files, say).
    """
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    except OSError:
        return None
    return "" if after_name[0] in ("Z", "X") else after_name[19]
