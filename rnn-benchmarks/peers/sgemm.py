"""A large square float32 matrix product by the BLAS of NumPy and of PyTorch.

usage: sgemm.py THREADS SIZE REPETITIONS

Prints one line: ms=<of the faster of the two> rate=<billions of multiply-adds per second>
library=<which was faster> blas=<what is loaded>.
"""
import os
import sys
import time

# OpenBLAS reads this when it is loaded; torch.set_num_threads does not reach it.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]

import numpy as np
import torch

WARM_UP = 3


def mean_seconds(product, repetitions):
    for _ in range(WARM_UP):
        product()
    started = time.perf_counter()
    for _ in range(repetitions):
        product()
    return (time.perf_counter() - started) / repetitions


def loaded_blas():
    with open("/proc/self/maps", encoding="utf-8") as maps:
        libraries = {line.rsplit("/", 1)[-1].strip() for line in maps if "/" in line}
    found = [name for name in ("openblas", "mkl", "blis", "atlas") if any(name in l for l in libraries)]
    return "+".join(found) or "other"


def main(threads, size, repetitions):
    torch.set_num_threads(threads)
    generator = np.random.default_rng(5)
    a = generator.standard_normal((size, size), dtype=np.float32)
    b = generator.standard_normal((size, size), dtype=np.float32)
    c = np.empty_like(a)
    ta, tb, tc = map(torch.from_numpy, (a, b, c))
    seconds, library = min(
        (mean_seconds(lambda: np.matmul(a, b, out=c), repetitions), "numpy"),
        (mean_seconds(lambda: torch.mm(ta, tb, out=tc), repetitions), "torch"),
    )
    rate = size**3 / seconds * 1e-9
    print(f"ms={seconds * 1e3:.4f} rate={rate:.3f} library={library} blas={loaded_blas()}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
