"""``python -m tests.benchmarks``: all of them, each in a process of its own."""

import subprocess
import sys

for name in ("pages", "feeds", "searching", "gate"):
    sys.stdout.write(f"== {name}\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)
