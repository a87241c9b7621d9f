"""Serving the demo: the web process and the worker as children that live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"


def port_is_free(port: int) -> bool:
    """Return whether the demo could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def web_command(port: int) -> list[str]:
    """Return the command line of the web process."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "wsgi",
        "--host", HOST,
        "--port", str(port),
        "--workers", "1",
        "--blocking-threads", "4",
        "--log-level", "warning",
        "cms.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """Return the command line of the worker: only what goes wrong is said below the welcome."""
    return [sys.executable, "manage.py", "worker", "--verbosity", "0"]


def serve(port: int) -> int:
    """Run web and worker until one of them ends or we are told to stop; return the exit code."""
    # Two arenas: else each thread of the C library keeps memory of its own for good.
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ, "PYTHONUNBUFFERED": "1"}
    children = [
        subprocess.Popen(web_command(port), env=environment),
        subprocess.Popen(worker_command(), env=environment),
    ]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    ended = next((child.returncode for child in children if child.poll() is not None), 0)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else ended or 1
