"""Sets up the project's environment; the one file that must run on any Python 3.

``python3 cms/bootstrap.py [--dev]`` finds a Python this project can use, makes
``.venv`` with it, and installs the pinned, hashed requirements when they changed.
Whatever is wrong with the machine ends in one clear sentence. It uses the standard
library alone, and no syntax newer than Python 3.8, so that an old ``python3`` can
still say what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 13)
NEEDED_BYTES = 800 * 1024 * 1024
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def stop(sentence):
    """End the process with one sentence on the error stream."""
    sys.stderr.write(f"\n{sentence}\n")
    raise SystemExit(1)


def version_of(python):
    """Return ``(major, minor)`` of that interpreter, or None if it does not run."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        ).stdout.split()
        return int(answer[0]), int(answer[1])
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def candidates():
    """Yield interpreters worth asking, the likeliest first."""
    if os.environ.get("PYTHON"):
        yield os.environ["PYTHON"]
    yield sys.executable
    for name in ("python3.14", "python3.13", "python3"):
        found = shutil.which(name)
        if found:
            yield found
    if shutil.which("uv"):
        found = subprocess.run(
            ["uv", "python", "find", "3.13"], capture_output=True, text=True, check=False
        ).stdout.strip()
        if found:
            yield found
    versions = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))) / "versions"
    for path in sorted(versions.glob("3.1[3-9]*/bin/python"), reverse=True):
        yield str(path)


def find_python():
    """Return the path of a Python new enough, or end with a sentence."""
    best = None
    for python in candidates():
        version = version_of(python)
        if version and version >= NEEDED:
            return python
        best = max(best or (0, 0), version or (0, 0))
    have = ".".join(map(str, best)) if best and best > (0, 0) else "none"
    return stop(
        "Pumasi needs Python {}.{} or newer; the newest found here is {}. Install one "
        "(for example with pyenv or uv), or name it: make demo PYTHON=/path/to/python".format(
            *NEEDED, have
        )
    )


def fingerprint(requirements):
    """Return what changes whenever the pinned requirements or the interpreter do."""
    return hashlib.sha256(requirements.read_bytes() + str(NEEDED).encode()).hexdigest()


def install(requirements):
    """Install exactly what the file pins into ``.venv``."""
    python = str(VENV / "bin" / "python")
    if shutil.which("uv"):
        command = ["uv", "pip", "install", "--quiet", "--python", python]
    else:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--no-deps", "-r", str(requirements)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        stop(
            f"The packages of {requirements.name} could not be installed (see above). "
            "Is the network there? Try the same command again; it goes on where it stopped."
        )


def main():
    """Make the environment what the requirement files say."""
    dev = "--dev" in sys.argv[1:]
    requirements = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    stamp = VENV / f".{requirements.name}.stamp"
    mark = fingerprint(requirements)
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        return
    free = shutil.disk_usage(str(ROOT)).free
    if free < NEEDED_BYTES:
        stop(
            f"There is too little disk: {free // 2**20} MB free here, "
            f"{NEEDED_BYTES // 2**20} MB needed."
        )
    python = find_python()
    if version_of(str(VENV / "bin" / "python")) != version_of(python):
        print(f"Making .venv with {python} …", flush=True)
        made = subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            stop(
                f"{python} cannot make a virtual environment. "
                "On Debian or Ubuntu: apt-get install python3-venv"
            )
    print(f"Installing {requirements.name} …", flush=True)
    install(requirements)
    stamp.write_text(mark, encoding="ascii")


if __name__ == "__main__":
    main()
