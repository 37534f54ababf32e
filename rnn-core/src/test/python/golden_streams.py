"""Writes src/test/resources/golden/streams: losses of PyTorch's RNN, GRU and LSTM on streams.

GoldenStreamsTest starts from the same weights on the same text, cut as word_language_model's
batchify and get_batch cut it, and expects the losses of 50 Adam steps with the states carried over.
Run with PyTorch 1.13 on x86-64; other versions may differ in the last digits, far below the
tolerance of the test. It prints how far PyTorch in floats is from PyTorch in doubles.
"""
import json

import torch
import torch.nn.functional as F

import golden
import golden_cells

TARGET = golden.TARGET / "streams"
TEXT = "she sells sea shells by the sea shore; " * 10
STREAMS = 4
LENGTH = 10
EPOCHS = 5
MODELS = (("vanilla", 2), ("gru", 1), ("lstm", 2))


def batchify(data, streams):
    """As in https://github.com/pytorch/examples, word_language_model/main.py."""
    count = data.size(0) // streams
    return data.narrow(0, 0, count * streams).view(streams, -1).t().contiguous()


def detached(state):
    if isinstance(state, tuple):
        return tuple(detached(part) for part in state)
    return None if state is None else state.detach()


def train(model, streams, vocabulary):
    """Returns the loss of each step."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    kind = next(model.parameters()).dtype
    losses = []
    for _ in range(EPOCHS):
        state = None
        for first in range(0, streams.size(0) - 1, LENGTH):
            length = min(LENGTH, streams.size(0) - 1 - first)
            inputs = F.one_hot(streams[first : first + length], vocabulary).to(kind)
            targets = streams[first + 1 : first + 1 + length].reshape(-1)
            outputs, state = model.recurrent(inputs, detached(state))
            loss = F.cross_entropy(model.output(outputs).reshape(-1, vocabulary), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def main():
    torch.set_num_threads(1)
    torch.manual_seed(7)
    golden_cells.TARGET = TARGET
    golden_cells.HIDDEN_SIZE = 12
    TARGET.mkdir(parents=True, exist_ok=True)
    characters = sorted(set(TEXT))
    streams = batchify(torch.tensor([characters.index(c) for c in TEXT]), STREAMS)
    result = {
        "torch": torch.__version__, "characters": characters, "text": TEXT, "streams": STREAMS,
        "length": LENGTH, "epochs": EPOCHS, "hiddenSize": golden_cells.HIDDEN_SIZE, "models": [],
    }
    for cell, layers in MODELS:
        model = golden_cells.Model(cell, layers, len(characters))
        golden_cells.save(model.named(False), f"{cell}-{layers}.safetensors")
        double = golden_cells.Model(cell, layers, len(characters)).double()
        double.load_state_dict(model.state_dict())
        losses = train(model, streams, len(characters))
        exact = train(double, streams, len(characters))
        result["models"].append({"cell": cell, "layers": layers, "losses": losses})
        off = max(abs(a - b) for a, b in zip(losses, exact))
        print(f"{cell}-{layers}: {len(losses)} losses within {off:.1e} of doubles")
    (TARGET / "streams.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
