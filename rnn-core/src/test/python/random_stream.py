"""Computes the golden numbers of RandomStreamTest, independently of the Java code: SplitMix64 (Steele, Lea and
Flood, OOPSLA 2014, figure 16) from a state that SHA-256 derives from a seed and a name, and Marsaglia's polar method.
usage: python3 random_stream.py
"""
import hashlib
import math
import struct

MASK = (1 << 64) - 1


def longs(seed, name):
    digest = hashlib.sha256(struct.pack(">q", seed) + name.encode("utf-8")).digest()
    state = int.from_bytes(digest[:8], "big")
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def doubles(stream):
    for bits in stream:
        yield (bits >> 11) / 2**53


def gaussians(stream):
    uniform = doubles(stream)
    while True:
        u, v = 2 * next(uniform) - 1, 2 * next(uniform) - 1
        s = u * u + v * v
        if 0 < s < 1:
            factor = math.sqrt(-2 * math.log(s) / s)
            yield u * factor
            yield v * factor


for seed, name in [(5, "init"), (5, "shuffle"), (-1, "größe 0")]:
    stream = longs(seed, name)
    print(seed, repr(name), " ".join(f"0x{next(stream):016x}L" for _ in range(4)))
stream = doubles(longs(5, "init"))
print("doubles", " ".join(next(stream).hex() for _ in range(3)))
stream = gaussians(longs(5, "init"))
print("gaussians", " ".join(repr(next(stream)) for _ in range(6)))
