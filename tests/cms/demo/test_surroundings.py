"""A machine the demo cannot run on ends it with one clear sentence."""

import socket
import sys
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command

from cms import bootstrap
from cms.demo import serve


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(10**9, 10**9 - 10**6, 10**6))


@pytest.fixture
def old_python(tmp_path):
    """A Python that says it is of 3.11."""
    path = tmp_path / "python"
    path.write_text("#!/bin/sh\necho 3 11\n")
    path.chmod(0o755)
    return str(path)


def test_an_old_python_is_named_with_the_way_out(monkeypatch, capsys, old_python):
    monkeypatch.setattr(bootstrap, "candidates", lambda: [old_python, "/no/such/python"])
    with pytest.raises(SystemExit):
        bootstrap.find_python()
    said = capsys.readouterr().err.strip()
    assert said.startswith("Pumasi needs Python 3.13 or newer; the newest found here is 3.11.")
    assert "\n" not in said


def test_a_newer_python_beside_an_old_one_is_found(monkeypatch, old_python):
    monkeypatch.setattr(bootstrap, "candidates", lambda: [old_python, sys.executable])
    assert bootstrap.find_python() == sys.executable


def test_no_room_for_the_environment_is_said(monkeypatch, capsys, tmp_path, full_disk):
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    with pytest.raises(SystemExit):
        bootstrap.main()
    assert "There is too little disk: 0 MB free here, 800 MB needed." in capsys.readouterr().err
    assert not (tmp_path / ".venv").exists()


def test_what_is_installed_already_is_not_installed_again(monkeypatch, tmp_path, full_disk):
    mark = bootstrap.fingerprint(bootstrap.ROOT / "requirements.txt")
    (tmp_path / ".requirements.txt.stamp").write_text(mark)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    assert bootstrap.main() is None


def test_no_room_for_the_data_is_said(full_disk):
    with pytest.raises(CommandError, match=r"too little disk: 0 MB are free"):
        call_command("demo", "--no-serve")


@pytest.mark.parametrize("port", ["80", "70000", "web", "-1", ""])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(CommandError, match="choose a number from 1024 to 65535"):
        call_command("demo", f"--port={port}")


def test_a_taken_port_is_named_with_another():
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken .* PORT={port + 1}"):
            call_command("demo", f"--port={port}")
