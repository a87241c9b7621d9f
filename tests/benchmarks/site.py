"""The demo centre in a folder of its own, and servers in front of it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def set_up(database_url: str = "", *, with_demo: bool = True) -> Path:
    """Point Django at a new folder, migrate, load the demo if wanted; return the folder.

    The database is SQLite in that folder unless ``database_url`` names another.
    """
    var = Path(tempfile.mkdtemp(prefix="pumasi-bench-"))
    os.environ |= {
        "PUMASI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "PUMASI_HOSTS": "127.0.0.1,testserver",
    }
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if with_demo:
        from cms.demo.load import load

        load()
    return var


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, *, workers: int = 1, threads: int = 1) -> Iterator[int]:
    """Serve a WSGI application by granian with so many processes and threads; yield its port."""
    port = free_port()
    child = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("granian")),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *(
                "--workers",
                str(workers),
                "--blocking-threads",
                str(threads),
                "--log-level",
                "error",
            ),
            application,
        ],
        cwd=ROOT,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait()
