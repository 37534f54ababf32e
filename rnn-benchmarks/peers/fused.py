"""PyTorch's fastest way on a CPU to train the same model: nn.RNN over a whole batch, Adam, float32.

usage: fused.py CORPUS THREADS STEPS [BATCH]

Prints one line: ms=<milliseconds per optimizer step> loss=<mean loss, nats per character>. The first
3 steps warm up and are not timed.
"""
import os
import sys
import time

# OpenBLAS reads this when it is loaded; torch.set_num_threads does not reach it.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[2]

import torch
import torch.nn.functional as F
from torch import nn

HIDDEN, STEPS, WARM_UP = 192, 100, 3


class FusedRnn(nn.Module):
    """PyTorch's own recurrence, which runs all time steps in one call, and a linear layer."""

    def __init__(self, vocabulary):
        super().__init__()
        self.cell = nn.RNN(vocabulary, HIDDEN)
        self.output = nn.Linear(HIDDEN, vocabulary)

    def forward(self, inputs):
        return self.output(self.cell(inputs)[0])


def main(corpus, threads, steps, batch=32):
    torch.set_num_threads(threads)
    torch.manual_seed(5)
    with open(corpus, encoding="utf-8", newline="") as file:
        text = file.read()
    characters = {c: i for i, c in enumerate(sorted(set(text)))}
    vocabulary = len(characters)
    ids = torch.tensor([characters[c] for c in text])
    offsets = torch.arange(STEPS + 1).unsqueeze(1)

    model = FusedRnn(vocabulary)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    total = 0.0
    for count in range(WARM_UP + steps):
        if count == WARM_UP:
            total, started = 0.0, time.perf_counter()
        window = ids[torch.randint(0, len(ids) - STEPS, (1, batch)) + offsets]
        logits = model(F.one_hot(window[:-1], vocabulary).float())
        loss = F.cross_entropy(logits.reshape(-1, vocabulary), window[1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    seconds = (time.perf_counter() - started) / steps
    print(f"ms={seconds * 1e3:.4f} loss={total / steps:.4f}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
