"""Workers end where their parent is killed, forked or spawned."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

import pytest

PARENT = """
import multiprocessing, os, sys, time
from concurrent.futures import ProcessPoolExecutor
from sessions.rehearsals.orphans import end_with_parent

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with ProcessPoolExecutor(2, context, end_with_parent) as executor:
        executor.submit(os.getpid).result()
        print(*executor._processes, flush=True)
        executor.submit(time.sleep, 600).result()
"""


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_workers_end_where_their_parent_is_killed(way: str) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, way], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [os.pidfd_open(int(pid)) for pid in parent.stdout.readline().split()]
        try:
            parent.kill()
            for worker in workers:
                ended, _, _ = select.select([worker], [], [], 20.0)
                assert ended
        finally:
            for worker in workers:
                if not select.select([worker], [], [], 0)[0]:
                    signal.pidfd_send_signal(worker, signal.SIGKILL)
                os.close(worker)
    assert workers
