from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sessions.lease import Lease, held

HOLDER = """
import sys
from pathlib import Path
from sessions.lease import Lease
lease = Lease(Path(sys.argv[1]))
print(lease.take(), flush=True)
sys.stdin.read()
"""


def test_one_at_a_time_holds_it(tmp_path: Path) -> None:
    first, second = Lease(tmp_path / "lease"), Lease(tmp_path / "lease")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.give()
    first.give()
    assert second.take()
    second.give()
    with held(tmp_path / "lease"):
        assert not first.take()
    assert first.take()
    first.give()


def test_a_process_that_is_killed_lets_go_of_it(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "lease")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        lease = Lease(tmp_path / "lease")
        assert not lease.take()
        holder.kill()
        holder.wait()
        assert lease.take()
        lease.give()
