"""What waits for one socket, and when its owner is given up."""

import asyncio

from logging_core.compat.nes.listener import LONGEST_QUEUE, MOST_WAITING, NORMAL, SLOW, Listener

PART = "x" * 100_000


async def test_frames_come_in_order_and_the_end_comes_last() -> None:
    listener = Listener()
    listener.offer("one")
    listener.say("two")
    listener.let_go()
    listener.offer("too late")
    assert [await listener.next() for _ in range(3)] == ["one", "two", NORMAL]
    assert listener.queue.empty()


async def test_who_does_not_read_many_frames_is_let_go_and_holds_none() -> None:
    listener = Listener()
    for number in range(LONGEST_QUEUE + 10):
        listener.offer(str(number))
    assert (await listener.next(), listener.queue.empty(), listener.waiting) == (SLOW, True, 0)


async def test_who_does_not_read_large_frames_is_let_go_and_holds_none() -> None:
    listener = Listener()
    for _ in range(2 * MOST_WAITING // len(PART)):
        listener.offer(PART)
        assert listener.waiting <= MOST_WAITING + len(PART)
    assert (await listener.next(), listener.queue.empty(), listener.waiting) == (SLOW, True, 0)


async def test_who_reads_is_given_any_amount() -> None:
    listener = Listener()
    for _ in range(3 * MOST_WAITING // len(PART)):
        listener.offer(PART)
        assert await listener.next() == PART
    assert (listener.leaving, listener.waiting) == (False, 0)


async def test_the_end_is_told_also_when_the_queue_is_full() -> None:
    listener = Listener()
    for number in range(LONGEST_QUEUE):
        listener.offer(str(number))
    listener.let_go()
    assert await asyncio.wait_for(listener.next(), 1) == NORMAL
