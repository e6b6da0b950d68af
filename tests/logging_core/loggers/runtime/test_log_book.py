"""Log lines are kept on one line each, in files that end somewhere, and never flood the rest."""

from logging_core.loggers.runtime.places import Places
from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.reading import SpoolReader
from logging_core.loggers.runtime.supervisor import log_book
from logging_core.loggers.runtime.supervisor.log_book import ERROR, INFO, LogBook, RotatedFile


def spooled(places):
    return [payloads.lines(frame.payload)[0] for frame in SpoolReader(places.log_spool).frames(10_000)]


def test_a_line_goes_to_its_file_and_to_the_spool(tmp_path):
    places = Places(tmp_path)
    book = LogBook(places)
    book.write("gyr1", ERROR, "one\nforged line\x1b[0m")
    text = places.log("gyr1").read_text()
    assert text.endswith("Z ERROR one\\x0aforged line\\x1b[0m\n")
    ((at, source, level, line),) = spooled(places)
    assert (source, level, line) == ("gyr1", 40, "one\\x0aforged line\\x1b[0m")
    assert at > 1.7e9


def test_too_many_lines_are_counted_and_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(log_book, "BURST", 3)
    places = Places(tmp_path)
    book = LogBook(places)
    for number in range(10):
        book.write("wild", INFO, f"line {number}")
    book.write("calm", INFO, "hello")
    book._allowances["wild"]._left = 3  # as after a while
    book.write("wild", INFO, "later")
    said = [text for _, _, _, text in spooled(places)]
    assert said[:4] == ["line 0", "line 1", "line 2", "hello"]
    assert said[4].endswith("lines were left out here: there were too many")
    assert said[5] == "later"


def test_a_long_log_is_divided_and_its_oldest_part_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(log_book, "LARGEST", 100)
    file = RotatedFile(tmp_path / "x.log")
    for number in range(100):
        file.append(f"{number:049d}\n".encode())
    assert len(list(tmp_path.iterdir())) == 10
    assert (tmp_path / "x.log").read_text().endswith(f"{99:049d}\n")
    assert (tmp_path / "x.log.9").read_text().startswith(f"{80:049d}\n")
    assert RotatedFile(tmp_path / "x.log")._size == 100
