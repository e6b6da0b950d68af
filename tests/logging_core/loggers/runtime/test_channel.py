"""Messages and open files between two processes, in their order."""

import os
import resource
from pathlib import Path

import pytest

from logging_core.loggers.runtime.channel import LOWEST_FILE, ChildsEnd, Closed, pair


def open_files():
    return [int(path.name) for path in Path("/proc/self/fd").iterdir()]


@pytest.fixture
def ends():
    ours, theirs = pair()
    yield ours, ChildsEnd(theirs)
    ours.close()
    theirs.close()


@pytest.fixture
def pipe():
    numbers = os.pipe()
    yield numbers
    for number in numbers:
        os.close(number)


def test_files_come_with_their_messages(ends, pipe):
    ours, theirs = ends
    theirs.send({"n": 1})
    theirs.send({"keep": "a"}, pipe[0])
    theirs.send({"n": 2})
    theirs.send({"keep": "b"}, pipe[1])
    assert ours.receive() == [{"n": 1}, {"keep": "a"}, {"n": 2}, {"keep": "b"}]
    reading, writing = ours.next_file(), ours.next_file()
    assert min(reading, writing) >= LOWEST_FILE
    assert not os.get_inheritable(reading)
    os.write(writing, b"x")
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)


def test_what_nobody_asked_for_is_closed_with_the_channel(pipe):
    ours, theirs = pair()
    before = len(open_files())
    ChildsEnd(theirs).send({"keep": "a"}, pipe[0])
    ours.receive()
    assert len(open_files()) == before + 1
    ours.close()
    assert len(open_files()) < before
    theirs.close()


def test_a_file_that_there_is_no_room_for_is_none_and_the_next_one_is_the_next_one(ends, pipe):
    ours, theirs = ends
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    theirs.send({"keep": "a"}, pipe[0])
    most = max(open_files())
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, before[1]))
    try:
        assert ours.receive() == [{"keep": "a"}]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    theirs.send({"keep": "b"}, pipe[1])
    assert ours.receive() == [{"keep": "b"}]
    assert ours.next_file() is None
    writing = ours.next_file()
    os.write(writing, b"x")
    assert os.read(pipe[0], 1) == b"x"
    os.close(writing)
    assert max(open_files()) <= most


def test_the_end_of_the_other_side_is_told(ends):
    ours, theirs = ends
    ours.close()
    with pytest.raises(Closed):
        theirs.receive()
