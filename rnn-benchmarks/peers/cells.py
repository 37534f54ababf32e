"""PyTorch's fastest way on a CPU to train a model of any cell: nn.RNN, nn.GRU or nn.LSTM, Adam, float32.

usage: cells.py CELL LAYERS HIDDEN BATCH LENGTH THREADS STEPS

CELL is vanilla, gru or lstm. Every step reads a new batch of random characters, of 65. Prints one
line: ms=<milliseconds per optimizer step> chars/s=<characters per second>. The first 3 steps warm up
and are not timed.
"""
import os
import sys
import time

# OpenBLAS reads this when it is loaded; torch.set_num_threads does not reach it.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[6]

import torch
import torch.nn.functional as F
from torch import nn

VOCABULARY, WARM_UP = 65, 3
CELLS = {"vanilla": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


class Model(nn.Module):
    """PyTorch's own recurrence, which runs all time steps in one call, and a linear layer."""

    def __init__(self, cell, layers, hidden):
        super().__init__()
        self.recurrent = CELLS[cell](VOCABULARY, hidden, layers)
        self.output = nn.Linear(hidden, VOCABULARY)

    def forward(self, inputs):
        return self.output(self.recurrent(inputs)[0])


def main(cell, layers, hidden, batch, length, threads, steps):
    torch.set_num_threads(threads)
    torch.manual_seed(5)
    model = Model(cell, layers, hidden)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    started = 0
    for step in range(WARM_UP + steps):
        if step == WARM_UP:
            started = time.perf_counter()
        tokens = torch.randint(0, VOCABULARY, (length + 1, batch))
        logits = model(F.one_hot(tokens[:-1], VOCABULARY).float())
        loss = F.cross_entropy(logits.reshape(-1, VOCABULARY), tokens[1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    seconds = (time.perf_counter() - started) / steps
    print(f"ms={seconds * 1e3:.4f} chars/s={batch * length / seconds:.0f}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
