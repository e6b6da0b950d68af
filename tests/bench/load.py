"""Load on one address over many connections, from a process of its own: raw sockets, so that it costs little.

    python -m tests.bench.load URL TOKEN SECONDS CONNECTIONS [REQUESTS_PER_SECOND]

Posts one event after the other and prints as JSON what happened: answers per second, milliseconds of quantiles.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

EVENT = {
    "event_value": "FISH",
    "event_author": "bench",
    "event_free_text": "seen from the bench",
    "event_options": [
        {"event_option_name": "status", "event_option_value": "alive"},
        {"event_option_name": "species", "event_option_value": "Sebastes"},
    ],
}


@dataclass
class Result:
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def summary(self, took: float) -> dict[str, object]:
        ordered = sorted(self.seconds)
        return {
            "per_second": round(len(ordered) / took, 1),
            "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
            "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
            "statuses": dict(self.statuses),
        }


def request(url: str, token: str) -> bytes:
    parts, body = urlsplit(url), json.dumps(EVENT).encode()
    head = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


async def client(url: str, sent: bytes, result: Result, end: float, pause: float, delay: float) -> None:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    await asyncio.sleep(delay)
    due = time.perf_counter()
    while due < end:
        begin = time.perf_counter()
        writer.write(sent)
        result.statuses[await answer(reader)] += 1
        result.seconds.append(time.perf_counter() - begin)
        due = max(due + pause, time.perf_counter()) if pause else time.perf_counter()
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    writer.close()


async def answer(reader: asyncio.StreamReader) -> int:
    """The status of the next answer, read to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "content-length:" in head:
        await reader.readexactly(int(head.partition("content-length:")[2].partition("\r\n")[0]))
    else:
        while length := int(await reader.readline(), 16):
            await reader.readexactly(length + 2)
        await reader.readline()
    return int(head.split(" ", 2)[1])


async def measure(url: str, token: str, seconds: float, connections: int, rate: float) -> dict[str, object]:
    result, begin = Result(), time.perf_counter()
    pause = connections / rate if rate else 0.0
    sent, end = request(url, token), begin + seconds
    delays = [pause * number / connections for number in range(connections)]
    await asyncio.gather(*(client(url, sent, result, end, pause, delay) for delay in delays))
    return result.summary(time.perf_counter() - begin)


if __name__ == "__main__":
    url, token, seconds, connections, *rate = sys.argv[1:]
    done = measure(url, token, float(seconds), int(connections), float(rate[0]) if rate else 0)
    print(json.dumps(asyncio.run(done)))
