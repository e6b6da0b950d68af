"""What a seismometer might write: noise of eight bits and now and then an event of twenty."""

from functools import lru_cache

import numpy as np

BLOCK = 1 << 20


def signal(seed: int, first: int, count: int, rate_hz: float) -> np.ndarray:
    """Samples `first` to `first + count` of an endless record, the same ones whenever they are asked for."""
    blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
    joined = np.concatenate([np.roll(_noise(seed), 4099 * block) for block in blocks])
    cut = joined[first - blocks[0] * BLOCK :][:count]
    return cut + _events(first, count, rate_hz)


@lru_cache(maxsize=4)
def _noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 42, BLOCK).astype(np.int32)


def _events(first: int, count: int, rate_hz: float) -> np.ndarray:
    """One event each six hours: a wave of 2 Hz that decays within half a minute."""
    made = np.zeros(count, np.int32)
    every, length = round(6 * 3600 * rate_hz), round(60 * rate_hz)
    time = np.arange(length) / rate_hz
    wave = (400_000 * np.exp(-time / 10) * np.sin(2 * np.pi * min(2, rate_hz / 8) * time)).astype(np.int32)
    for begin in range(every // 2 - first % every, count, every):
        low, high = max(begin, 0), min(begin + length, count)
        if low < high:
            made[low:high] += wave[low - begin : high - begin]
    return made
