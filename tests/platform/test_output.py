"""What children write reaches the terminal whole, and who reads slowly halts nobody."""

import asyncio
import io
import os
import sys

from sealog.processes.lines import Lines
from sealog.processes.output import Output
from tests.support.waiting import until


async def lines_of(program: str) -> list[bytes]:
    taken: list[bytes] = []
    pipe = Lines(taken.append)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=pipe.writing, stderr=pipe.writing
    )
    pipe.handed_over()
    await child.wait()
    await pipe.last()
    return taken


async def test_no_line_of_a_child_that_dies_is_lost() -> None:
    taken = await lines_of("import os\nfor n in range(20000): os.write(1, b'%d\\n' % n)\nos.kill(os.getpid(), 9)")
    assert taken == [b"%d" % number for number in range(20_000)]


async def test_an_unfinished_last_line_is_shown() -> None:
    assert await lines_of("import os; os.write(1, b'one\\r\\ntwo')") == [b"one", b"two"]


async def test_a_line_without_an_end_comes_in_pieces() -> None:
    taken = await lines_of("import os; os.write(1, b'x' * 300_000); os.write(1, b'\\nlast\\n')")
    assert taken[-1] == b"last"
    assert b"".join(taken[:-1]) == b"x" * 300_000
    assert max(map(len, taken)) < 200_000


def test_a_halted_terminal_does_not_halt_us() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", 0) as stream:
        output = Output(stream)
        for number in range(20_000):
            output.line("web-1", b"%d" % number)  # far more than the pipe holds, and nobody reads
        text = b""
        while b"19999\n" not in text:
            text += os.read(reading, 1 << 20)
        output.close()
    os.close(reading)
    assert text.splitlines() == [b"web-1    | %d" % number for number in range(20_000)]


def test_a_terminal_that_is_gone_is_no_error() -> None:
    stream = io.BytesIO()
    output = Output(stream)
    output.say("before")
    until(lambda: b"before" in stream.getvalue())
    stream.close()
    output.say("after")
    output.close()
