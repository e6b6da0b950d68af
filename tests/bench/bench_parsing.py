"""Records per CPU second of parsing by device definitions, beside the `parse` package in the same run.

python -m tests.bench.bench_parsing
"""

import time

from logging_core.loggers.definition.loading import load
from logging_core.loggers.parsing.device_files import read_devices
from logging_core.loggers.parsing.record_parser import RecordParser
from tests.logging_core.loggers.parsing import peer
from tests.logging_core.loggers.seen import NBP1406

DEFINITIONS = "test/NBP1406/devices/nbp_devices.yaml"


def recorded_lines():
    """`DATA_ID TIME SENTENCE` of the eight raw logs, as they come over the network: in turn."""
    logs = []
    for log in sorted((NBP1406 / "raw").iterdir()):
        name = log.name.split("_")[1].split("-")[0]
        logs.append([f"{name} {line}" for line in log.read_text().splitlines()])
    return [line for lines in zip(*logs, strict=True) for line in lines]


def per_cpu_second(work, lines, runs=5):
    def once():
        began = time.process_time()
        for line in lines:
            work(line)
        return len(lines) / (time.process_time() - began)

    return max(once() for _ in range(runs))


def the_peer(devices):
    envelope = peer.compiled("{data_id:w} {timestamp:ti} {field_string}")
    patterns = {
        name: [(message, peer.compiled(text)) for message, text in device.type.formats]
        for name, device in devices.items()
    }

    def parse(line):
        head = envelope.parse(line)
        for _, pattern in patterns[head["data_id"]]:
            found = pattern.parse(head["field_string"].strip())
            if found is not None:
                names = devices[head["data_id"]].fields
                return {
                    names[key]: value for key, value in found.named.items() if key in names and value is not None
                }
        return None

    return parse


def parsing():
    devices = read_devices(DEFINITIONS, NBP1406)[0]
    lines = recorded_lines()
    parser = RecordParser(devices)
    ours = per_cpu_second(lambda line: parser.parse(line).as_record(), lines)
    theirs = per_cpu_second(the_peer(devices), lines[: len(lines) // 4], runs=3)
    print(f"to records, {len(devices)} devices: {ours:,.0f} per CPU second; ratio to the peer {ours / theirs:.1f}")


def loading():
    def once():
        began = time.process_time()
        load(NBP1406 / "test/NBP1406/NBP1406_cruise.yaml", NBP1406)
        return time.process_time() - began

    print(
        f"load, expand and check a definition of 72 configs: {min(once() for _ in range(5)) * 1000:.0f} ms of CPU"
    )


if __name__ == "__main__":
    parsing()
    loading()
