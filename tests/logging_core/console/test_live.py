"""The live socket of a running system, spoken to as a browser does."""

import asyncio
import json
import socket as sockets
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from logging_core.shared import clock
from tests.compat.cds.client import Client
from tests.logging_core.console.visitor import Frame, Visitor, close_code, frames_until, next_frame
from tests.support.running import System

pytestmark = pytest.mark.system
Come = Callable[[str], "asyncio.Future[Visitor]"]
InTheProduct = Callable[[str], None]
SIGN_IN, COME_BACK = 4401, 4000
IDLE_S, IDLE_SOCKETS = 60, 20


@pytest.fixture(scope="module", autouse=True)
def idle(live_system: System) -> Iterator[Future[list[int]]]:
    """Sockets that say nothing for a minute, while the other tests run. Beats that each of them has heard."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(asyncio.run, _idle(live_system))


async def _idle(system: System) -> list[int]:
    guest = await Visitor(system.url).log_in("guest")
    return await asyncio.gather(*[_listen(guest) for _ in range(IDLE_SOCKETS)])


async def _listen(guest: Visitor) -> int:
    beats = 0
    async with guest.live(ping_interval=None) as socket:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_S):
                async for text in socket:
                    beats += json.loads(text)["type"] == "beat"
                return -1  # closed
    return beats


def changes(frames: list[Frame]) -> list[Frame]:
    return [frame for frame in frames if frame["type"] == "change"]


def about(event: Frame) -> Callable[[Frame], bool]:
    return lambda frame: frame.get("id") == event["id"]


async def test_a_page_is_greeted_with_its_place_in_the_feed(visitor: Come) -> None:
    watcher = await visitor("watcher")
    async with watcher.live() as socket:
        hello = await next_frame(socket)
    assert hello.keys() == {"type", "epoch", "seq", "now"}
    assert {"type": hello["type"], **await watcher.position()} == {
        "type": "hello",
        "epoch": hello["epoch"],
        "seq": hello["seq"],
    }
    assert abs((clock.now() - clock.parse(hello["now"])).total_seconds()) < 10


async def test_every_open_page_sees_each_change_within_two_seconds_and_in_order(visitor: Come) -> None:
    logger, watcher, guest = await visitor("logger"), await visitor("watcher"), await visitor("guest")
    async with watcher.live() as one, guest.live() as two:
        start = (await next_frame(one))["seq"]
        await next_frame(two)
        events = [await logger.log(f"E{number}") for number in range(5)]
        for socket in (one, two):
            seen = changes(await frames_until(socket, about(events[-1]), seconds=2))
            assert [(change["seq"], change["id"]) for change in seen] == [
                (start + 1 + number, event["id"]) for number, event in enumerate(events)
            ]
            assert [change["record"]["event_value"] for change in seen] == [f"E{n}" for n in range(5)]
            assert {(change["kind"], change["verb"], change["actor"]) for change in seen} == {
                ("event", "create", "logger")
            }


async def test_after_a_break_a_page_catches_up_fully(visitor: Come) -> None:
    logger, watcher = await visitor("logger"), await visitor("watcher")
    async with watcher.live() as socket:
        hello = await next_frame(socket)
    missed = [await logger.log(f"M{number}") for number in range(5)]
    async with watcher.live(since=hello) as socket:
        assert (await next_frame(socket))["type"] == "hello"
        seen = changes(await frames_until(socket, about(missed[-1])))
        assert [change["id"] for change in seen] == [event["id"] for event in missed]
        later = await logger.log("LATER")
        assert (await frames_until(socket, about(later)))[0]["seq"] == hello["seq"] + 6


async def test_a_page_that_breaks_again_and_again_misses_nothing_and_sees_nothing_twice(visitor: Come) -> None:
    """Everything a page takes in is what came before the break; it comes back from the last number it has."""
    logger, watcher = await visitor("logger"), await visitor("watcher")
    place = await watcher.position()
    first, count, seen = place["seq"], 80, []

    async def storm() -> None:
        for number in range(count // 4):
            await asyncio.gather(*[logger.log(f"S{number}.{part}") for part in range(4)])

    writing = asyncio.create_task(storm())
    async with asyncio.timeout(60):
        while len(seen) < count:
            async with watcher.live(since=place) as socket:
                for _ in range(10):
                    frame = await next_frame(socket)
                    if frame["type"] == "change":
                        seen.append(frame["seq"])
                        place = place | {"seq": frame["seq"]}
    await writing
    assert seen == list(range(first + 1, first + count + 1))


@pytest.mark.parametrize("place", [{"epoch": "another"}, {"epoch": ""}, {"seq": 10**15}])
async def test_a_page_of_another_database_or_ahead_of_it_is_told_to_start_anew(
    visitor: Come, place: Frame
) -> None:
    watcher = await visitor("watcher")
    now = await watcher.position()
    async with watcher.live(since=now | place) as socket:
        assert (await next_frame(socket))["type"] == "hello"
        assert await next_frame(socket) == {"type": "reset", **now}


@pytest.mark.parametrize(
    "query", ["?since=", "?since=x", "?since=-1", "?since=%C2%B2", "?since=" + "9" * 50, "?%FF=%FE&since"]
)
async def test_a_page_that_says_no_number_follows_from_now_on(visitor: Come, query: str) -> None:
    watcher, logger = await visitor("watcher"), await visitor("logger")
    connecting = watcher.live()
    connecting.uri += query
    async with connecting as socket:
        assert (await next_frame(socket))["type"] == "hello"
        event = await logger.log()
        assert len(changes(await frames_until(socket, about(event)))) == 1


async def test_a_silent_feed_beats_at_least_every_three_seconds(visitor: Come) -> None:
    watcher = await visitor("watcher")
    async with watcher.live() as socket:
        hello = await next_frame(socket)
        for _ in range(2):
            beat = await next_frame(socket, seconds=3)
            assert (beat["type"], beat["seq"]) == ("beat", hello["seq"])
            assert clock.parse(beat["now"]) > clock.parse(hello["now"])


async def test_a_ping_is_answered_with_the_time_of_the_server(visitor: Come) -> None:
    watcher = await visitor("watcher")
    async with watcher.live() as socket:
        for mark in (12345.678, "text", None):
            await socket.send(json.dumps({"type": "ping", "t": mark}))
            pong = (await frames_until(socket, lambda frame: frame["type"] == "pong"))[-1]
            assert pong["t"] == mark
            assert abs((clock.now() - clock.parse(pong["now"])).total_seconds()) < 5


async def test_a_hidden_cruise_reaches_admins_and_leaves_others_the_bare_number(
    visitor: Come, in_the_product: InTheProduct
) -> None:
    chief, watcher = await visitor("chief"), await visitor("watcher")
    place = await watcher.position()
    async with chief.live() as of_chief, watcher.live() as of_watcher:
        await next_frame(of_chief)
        await next_frame(of_watcher)
        await asyncio.to_thread(in_the_product, HIDDEN_CRUISE)
        seen = (await frames_until(of_chief, lambda frame: frame["type"] == "change"))[-1]
        blank = (await frames_until(of_watcher, lambda frame: frame["type"] == "change"))[-1]
    assert seen["record"]["cruise_id"] == "secret"
    assert blank == {"type": "change", "seq": seen["seq"], "kind": None}
    async with watcher.live(since=place) as socket:
        await next_frame(socket)
        assert await next_frame(socket) == blank


HIDDEN_CRUISE = """
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise
values = {"name": "secret", "start_ts": clock.now(), "hidden": True}
save_voyage(actor=Actor("chief"), model=Cruise, id="5" * 24, values=values)
"""


async def test_a_stranger_is_sent_to_the_login(live_system: System) -> None:
    stranger = Visitor(live_system.url)
    async with stranger.live() as socket:
        assert await close_code(socket) == SIGN_IN
    stranger.http.cookies.set("sessionid", "x" * 32)
    async with stranger.live() as socket:
        assert await close_code(socket) == SIGN_IN


CHANGE = """
from logging_core.accounts.actions import update_user
from logging_core.accounts.models import User
from logging_core.shared.announce import Actor
update_user(actor=Actor("chief"), user=User.objects.get(username="{}"), changed={})
"""


@pytest.mark.parametrize(
    ("username", "changed", "comes_back"),
    [
        ("event_manager", {"roles": ["event_watcher"]}, True),
        ("template_manager", {"roles": []}, False),
        ("cruise_manager", {"disabled": True}, False),
    ],
)
async def test_a_person_whose_rights_change_must_come_back_with_his_new_ones(
    visitor: Come, in_the_product: InTheProduct, username: str, changed: Frame, comes_back: bool
) -> None:
    person, watcher = await visitor(username), await visitor("watcher")
    async with person.live() as his, watcher.live() as other:
        await next_frame(his)
        await asyncio.to_thread(in_the_product, CHANGE.format(username, changed))
        assert await close_code(his) == SIGN_IN
        await other.send(json.dumps({"type": "ping"}))
        await frames_until(other, lambda frame: frame["type"] == "pong")
    async with person.live() as again:
        if comes_back:
            assert (await next_frame(again))["type"] == "hello"
        else:
            assert await close_code(again) == SIGN_IN


JUNK: list[str | bytes] = [
    "",
    "{",
    "null",
    "[]",
    '"ping"',
    "5",
    '{"type": "subscribe", "path": "/everything"}',
    '{"type": ["ping"]}',
    '{"type": "ping", "t": 1e999}',
    "\x00",
    b"\x00\xff",
    b'{"type": "ping"}',
    "[" * 100_000,
    "x" * 900_000,
]


async def test_junk_does_no_harm(visitor: Come) -> None:
    watcher = await visitor("watcher")
    async with watcher.live() as socket:
        for junk in JUNK:
            await socket.send(junk)
        await socket.send(json.dumps({"type": "ping", "t": "still here"}))
        pong = (await frames_until(socket, lambda frame: frame.get("t") == "still here"))[-1]
        assert pong["type"] == "pong"


@pytest.mark.parametrize("megabytes", [2, 20])
async def test_a_huge_frame_harms_nobody_else(visitor: Come, megabytes: int) -> None:
    watcher, logger = await visitor("watcher"), await visitor("logger")
    async with watcher.live() as good, logger.live() as bad:
        await next_frame(good)
        with suppress(ConnectionClosed):
            await bad.send("x" * megabytes * 1_000_000)
            await bad.send(json.dumps({"type": "ping"}))
        event = await logger.log()
        await frames_until(good, about(event), seconds=5)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", None])
async def test_a_page_of_another_site_cannot_open_the_socket(visitor: Come, origin: str | None) -> None:
    watcher = await visitor("watcher")
    with pytest.raises(InvalidStatus) as refused:
        async with watcher.live(origin=origin):
            pass
    assert refused.value.response.status_code == 403


def test_twenty_idle_sockets_live_for_a_minute(idle: Future[list[int]]) -> None:
    """Those after this test let sockets go on purpose."""
    beats = idle.result(IDLE_S + 30)
    assert len(beats) == IDLE_SOCKETS
    assert min(beats) > IDLE_S / 10


MANY_CHANGES = """
import time
from logging_core.shared.announce import Actor, recorded
for unit in range({units}):
    with recorded(Actor("flood")) as changes:
        for number in range(400):
            changes.add("event", "update", f"{{unit:012}}{{number:012}}", after={{"text": "x" * {size}}})
    time.sleep({pause})
"""


async def test_a_page_that_does_not_read_is_let_go_and_slows_nobody(
    visitor: Come, in_the_product: InTheProduct
) -> None:
    logger, watcher = await visitor("logger"), await visitor("watcher")
    address = urlsplit(watcher.url)
    narrow = sockets.socket()
    narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    narrow.connect((address.hostname, address.port))
    async with (
        watcher.live() as reader,
        logger.live(sock=narrow, max_queue=1, ping_interval=None, compression=None) as sleeper,
    ):
        start = (await next_frame(reader))["seq"]
        units = 11
        flood = asyncio.create_task(
            asyncio.to_thread(in_the_product, MANY_CHANGES.format(units=units, size=10_000, pause=0.2))
        )
        last = start + units * 400
        seen = changes(await frames_until(reader, lambda frame: frame["seq"] == last, seconds=60))
        await flood
        assert [change["seq"] for change in seen] == list(range(start + 1, last + 1))
        event = await logger.log("AFTER")
        await frames_until(reader, about(event), seconds=2)
        got = 0
        with suppress(ConnectionClosed):
            async with asyncio.timeout(60):
                async for _ in sleeper:
                    got += 1
        assert sleeper.close_code == COME_BACK
        assert got < units * 400


async def test_a_page_too_far_behind_is_told_to_start_anew(visitor: Come, in_the_product: InTheProduct) -> None:
    watcher = await visitor("watcher")
    place = await watcher.position()
    await asyncio.to_thread(in_the_product, MANY_CHANGES.format(units=13, size=1, pause=0))
    async with watcher.live(since=place) as socket:
        assert (await next_frame(socket))["type"] == "hello"
        reset = await next_frame(socket)
        assert (reset["type"], reset["seq"]) == ("reset", place["seq"] + 13 * 400)


async def test_who_asks_for_readings_is_told_the_depth_as_it_changes(live_system: System, visitor: Come) -> None:
    logger = await visitor("logger")

    def publish(depth: float) -> None:
        with Client(live_system.url) as client:
            client.publish(RovDepth=depth, SomethingElse=depth)

    def tells(depth: float) -> Callable[[Frame], bool]:
        return lambda frame: frame["type"] == "readings" and frame["values"].get("RovDepth", [0, 0])[1] == depth

    async with logger.live(readings=True) as asking, logger.live() as other:
        for depth in (1690.5, 1691.25):
            await asyncio.to_thread(publish, depth)
            frames = await frames_until(asking, tells(depth))
            assert frames[-1]["values"].keys() == {"RovDepth"}
        await logger.log("AFTER")
        seen = await frames_until(other, lambda frame: frame["type"] == "change")
        assert "readings" not in {frame["type"] for frame in seen}
