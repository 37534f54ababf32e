"""The teaching notebook's training loop in PyTorch: one window at a time, Adam, float32.

usage: notebook_loop.py CORPUS THREADS WINDOWS

Prints one line: ms=<milliseconds per window> loss=<mean loss, nats per character>. The first 20
windows warm up and are not timed.
"""
import os
import sys
import time

# OpenBLAS reads this when it is loaded; torch.set_num_threads does not reach it.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[2]

import torch
import torch.nn.functional as F
from torch import nn

HIDDEN, STEPS, WARM_UP = 192, 100, 20


class NotebookRnn(nn.Module):
    """The model as the notebook writes it: a Python loop over time, one matrix-vector product each."""

    def __init__(self, vocabulary):
        super().__init__()
        self.Wxh = nn.Parameter(torch.randn(HIDDEN, vocabulary) * 0.05)
        self.Whh = nn.Parameter(torch.randn(HIDDEN, HIDDEN) * 0.05)
        self.bh = nn.Parameter(torch.zeros(HIDDEN))
        self.Why = nn.Parameter(torch.randn(vocabulary, HIDDEN) * 0.05)
        self.by = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, inputs):
        state = torch.zeros(HIDDEN)
        logits = []
        for one_hot in inputs:
            state = torch.tanh(self.Wxh @ one_hot + self.Whh @ state + self.bh)
            logits.append(self.Why @ state + self.by)
        return torch.stack(logits)


def main(corpus, threads, windows):
    torch.set_num_threads(threads)
    torch.manual_seed(5)
    with open(corpus, encoding="utf-8", newline="") as file:
        text = file.read()
    characters = {c: i for i, c in enumerate(sorted(set(text)))}
    ids = torch.tensor([characters[c] for c in text])
    starts = torch.randint(0, len(ids) - STEPS, (WARM_UP + windows,)).tolist()

    model = NotebookRnn(len(characters))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    criterion = nn.CrossEntropyLoss()
    total = 0.0
    for count, start in enumerate(starts):
        if count == WARM_UP:
            total, started = 0.0, time.perf_counter()
        window = ids[start : start + STEPS + 1]
        inputs = F.one_hot(window[:-1], num_classes=len(characters)).float()
        loss = criterion(model(inputs), window[1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    seconds = (time.perf_counter() - started) / windows
    print(f"ms={seconds * 1e3:.4f} loss={total / windows:.4f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
