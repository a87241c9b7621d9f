"""Medians, spreads, and a client that asks as fast as one core can."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence

ROUNDS = 5
SECONDS = 3.0
CONNECTIONS = 16


def said(name: str, values: Sequence[float], unit: str) -> str:
    """Return a line with the median and the spread of the rounds."""
    middle = statistics.median(values)
    return f"{name:<44} {middle:>10,.2f} {unit}   ({min(values):,.2f} to {max(values):,.2f})"


def timed(act: Callable[[], object], *, repeat: int = 1) -> float:
    """Return how many milliseconds of this process's time ``act`` takes, the mean of ``repeat``.

    Time of the process, not of the clock: what else the machine does must not count.
    """
    start = time.process_time()
    for _ in range(repeat):
        act()
    return (time.process_time() - start) / repeat * 1000


class _Asker(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, request: bytes, until: float) -> None:
        self.request, self.until = request, until
        self.answers, self.buffer, self.left = 0, b"", -1
        self.statuses: set[bytes] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.left < 0:
            head, found, _body = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self.statuses.add(head[9:12])
            lowered = head.lower()
            at = lowered.find(b"content-length:")
            length = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else -2
            if length == -2:
                if not self.buffer.endswith(b"0\r\n\r\n"):
                    return
                length = len(self.buffer) - len(head) - 4
            self.left = len(head) + 4 + length
        if len(self.buffer) < self.left:
            return
        self.buffer, self.left = b"", -1
        self.answers += 1
        if time.perf_counter() < self.until:
            self.transport.write(self.request)
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.over = True


async def _ask(port: int, path: str, seconds: float) -> float:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    askers = [
        (await loop.create_connection(lambda: _Asker(request, start + seconds), "127.0.0.1", port))[
            1
        ]
        for _ in range(CONNECTIONS)
    ]
    await asyncio.sleep(seconds + 0.3)
    wrong = set().union(*(asker.statuses for asker in askers)) - {b"200"}
    if wrong:
        raise SystemExit(f"{path} answered {wrong}")
    return sum(asker.answers for asker in askers) / seconds


def requests_a_second(port: int, path: str, seconds: float = SECONDS) -> float:
    """Return how many answers a second the server at ``port`` gave; raises if one was no 200."""
    return asyncio.run(_ask(port, path, seconds))
