from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from upheld.wiring.command_line.serve import Jobs

pytestmark = pytest.mark.once

UPHELD = [sys.executable, "-m", "upheld.wiring.command_line"]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answered(port: int, seconds: float = 120) -> bytes:
    """The body of /healthz as soon as it is answered."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return answer.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def eventually(true, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(true())


def test_serves_from_nothing_and_stops_when_told(tmp_path):
    port = free_port()
    command = [*UPHELD, "serve", "--port", str(port), "--workers", "1"]
    settings = {**PLAIN, "UPHELD_DATA_DIR": str(tmp_path / "var")}
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as served:
        try:
            assert json.loads(answered(port))["status"] == "ok"
            again = subprocess.run(
                command, env=settings, capture_output=True, text=True, check=False
            )
        finally:
            served.send_signal(signal.SIGTERM)
        said, _ = served.communicate(timeout=60)

    assert again.returncode == 1
    assert f"make run PORT={port + 1}" in again.stderr
    assert f"http://127.0.0.1:{port}/" in said
    assert (tmp_path / "var" / "upheld.sqlite3").exists()


def test_jobs_are_started_again_after_a_kill_and_end_when_stopped(tmp_path):
    started = tmp_path / "started"
    note = f"import os, time; open({str(started)!r}, 'a').write('x'); time.sleep(60)"
    jobs = Jobs([sys.executable, "-c", note])
    try:
        assert eventually(lambda: started.exists() and started.read_text() == "x")
        first = jobs.pid
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: started.read_text() == "xx")
        second = jobs.pid
    finally:
        jobs.stop()

    assert first != second
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_an_unsafe_sqlite_is_not_served(tmp_path):
    # Without the bundled build, Python's own SQLite is used; on Debian 12 that is 3.40.
    code = (
        "import sys; sys.modules['pysqlite3'] = None\n"
        "from upheld.wiring.command_line import main; sys.exit(main(['serve']))"
    )
    if pythons_own_sqlite() >= (3, 51, 3):
        pytest.skip("this Python's own SQLite is free of the fault")
    settings = {**PLAIN, "UPHELD_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "can corrupt a database" in done.stderr
    assert "make setup" in done.stderr


def pythons_own_sqlite() -> tuple[int, ...]:
    code = "import sqlite3; print(*sqlite3.sqlite_version_info)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return tuple(map(int, shown.stdout.split()))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal is Linux's")
def test_jobs_do_not_outlive_a_server_that_was_killed(tmp_path):
    noted = tmp_path / "pid"
    job = f"import os, time; open({str(noted)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    server = (
        "import sys, time; from upheld.wiring.command_line.serve import Jobs\n"
        f"Jobs([sys.executable, '-c', {job!r}]); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", server]) as serving:
        assert eventually(lambda: noted.exists() and noted.read_text() != "")
        serving.kill()

    assert eventually(lambda: not is_running(int(noted.read_text())))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    # Whoever inherited it may not have collected it yet.
    return state != "Z"


@pytest.mark.skipif("UPHELD_TEST_POSTGRES_APP_URL" not in os.environ, reason="needs PostgreSQL")
def test_no_connection_is_left_for_workers_to_share(tmp_path):
    asked = """
        import time

        import django
        django.setup()
        from django.db import connection
        from upheld.wiring.command_line.serve import let_go_of_the_database
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            (ours,) = cursor.fetchone()
        pool = connection.pool
        connection.close()
        assert pool.get_stats()["pool_available"] >= 1
        let_go_of_the_database()
        assert pool.closed
        assert not connection._connection_pools
        with connection.cursor() as cursor:
            for _look in range(200):  # the server takes a moment to end what was closed
                cursor.execute("select count(*) from pg_stat_activity where pid = %s", [ours])
                (left,) = cursor.fetchone()
                if not left:
                    break
                time.sleep(0.05)
        print(left)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(asked)],
        env={
            **PLAIN,
            "UPHELD_DATA_DIR": str(tmp_path),
            "UPHELD_DATABASE_URL": os.environ["UPHELD_TEST_POSTGRES_APP_URL"],
            "DJANGO_SETTINGS_MODULE": "upheld.wiring.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "0", done.stderr
