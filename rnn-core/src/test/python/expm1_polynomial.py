"""Finds the coefficients of FloatMath: q(r) with expm1(r) = r + r^2 q(r) on |r| <= ln(2)/2.

A Remez-like fit: weighted least squares on Chebyshev nodes, the weights raised where the error of expm1(r)
relative to expm1(r) is largest, then coefficients rounded to floats one by one, the rest refitted each time.
usage: python3 expm1_polynomial.py [degree]
"""
import sys

import numpy as np

degree = int(sys.argv[1]) if len(sys.argv) > 1 else 5
half = np.log(2) / 2 * 1.0001
nodes = half * np.cos(np.pi * (np.arange(4000) + 0.5) / 4000)
series = np.zeros_like(nodes)
term = np.full_like(nodes, 0.5)
for k in range(3, 30):  # (e^r - 1 - r) / r^2 by its series: exact to double precision
    series += term
    term = term * nodes / k
relative = nodes**2 / np.expm1(nodes)  # how an error of q becomes a relative error of expm1


def fit(fixed):
    free = [k for k in range(degree + 1) if k not in fixed]
    target = series - sum((c * nodes**k for k, c in fixed.items()), np.zeros_like(nodes))
    weights = np.ones_like(nodes)
    for _ in range(200):
        scale = weights * np.abs(relative)
        basis = np.stack([nodes**k for k in free], axis=1)
        solution, *_ = np.linalg.lstsq(basis * scale[:, None], target * scale, rcond=None)
        error = np.abs((basis @ solution - target) * relative)
        weights *= 1 + error / error.max()
        weights /= weights.mean()
    return dict(zip(free, solution)), error.max()


fixed = {}
for k in range(degree + 1):
    solution, _ = fit(fixed)
    fixed[k] = float(np.float32(solution[k]))
q = sum(c * nodes**k for k, c in fixed.items())
error = np.abs((nodes + nodes**2 * q) / np.expm1(nodes) - 1).max()
for k, c in fixed.items():
    print(f"Q{k} = {float(c).hex()}f  // {np.float32(c)!r}")
print(f"largest relative error of expm1 before rounding: 2^{np.log2(error):.1f}")
