"""Writes src/test/resources/golden/streams: losses of PyTorch's RNN, GRU and LSTM on streams,
with one-hot inputs, with an embedding, and with an embedding that is tied to the output.

GoldenStreamsTest starts from the same weights on the same text, cut as word_language_model's
batchify and get_batch cut it, and expects the losses of 50 Adam steps with the states carried over.
Run with PyTorch 1.13 on x86-64; other versions may differ in the last digits, far below the
tolerance of the test. It prints how far PyTorch in floats is from PyTorch in doubles.
"""
import json

import torch
import torch.nn as nn
import torch.nn.functional as F

import golden
import golden_cells

TARGET = golden.TARGET / "streams"
TEXT = "she sells sea shells by the sea shore; " * 10
STREAMS = 4
LENGTH = 10
EPOCHS = 5
HIDDEN_SIZE = 12
# cell, layers, size of the embedding or 0, whether the output weight is the embedding
MODELS = (
    ("vanilla", 2, 0, False), ("gru", 1, 0, False), ("lstm", 2, 0, False),
    ("vanilla", 1, 7, False), ("gru", 1, 12, True), ("lstm", 2, 12, True),
)


class Model(nn.Module):
    """PyTorch's own layers, over one-hot rows or an embedding."""

    def __init__(self, cell, layers, embedding, tied, vocabulary):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding) if embedding else None
        self.recurrent = golden_cells.CELLS[cell](embedding or vocabulary, HIDDEN_SIZE, layers)
        self.output = nn.Linear(HIDDEN_SIZE, vocabulary)
        if tied:
            self.embedding.weight.data.mul_(0.2)
            self.output.weight = self.embedding.weight

    def inputs(self, tokens):
        if self.embedding:
            return self.embedding(tokens)
        return F.one_hot(tokens, self.output.out_features).to(self.output.weight.dtype)

    def named(self):
        """Yields the parameters under the names of this project's files; a tied one once."""
        for name, parameter in self.named_parameters():
            yield name.removeprefix("recurrent."), parameter


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
    losses = []
    for _ in range(EPOCHS):
        state = None
        for first in range(0, streams.size(0) - 1, LENGTH):
            length = min(LENGTH, streams.size(0) - 1 - first)
            inputs = model.inputs(streams[first : first + length])
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
    TARGET.mkdir(parents=True, exist_ok=True)
    characters = sorted(set(TEXT))
    streams = batchify(torch.tensor([characters.index(c) for c in TEXT]), STREAMS)
    result = {
        "torch": torch.__version__, "characters": characters, "text": TEXT, "streams": STREAMS,
        "length": LENGTH, "epochs": EPOCHS, "hiddenSize": HIDDEN_SIZE, "models": [],
    }
    for cell, layers, embedding, tied in MODELS:
        model = Model(cell, layers, embedding, tied, len(characters))
        name = f"{cell}-{layers}" + (f"-{embedding}" if embedding else "") + ("-tied" if tied else "")
        golden_cells.save(model.named(), f"{name}.safetensors")
        double = Model(cell, layers, embedding, tied, len(characters)).double()
        double.load_state_dict(model.state_dict())
        losses = train(model, streams, len(characters))
        exact = train(double, streams, len(characters))
        result["models"].append({
            "name": name, "cell": cell, "layers": layers, "embedding": embedding, "tied": tied,
            "losses": losses,
        })
        off = max(abs(a - b) for a, b in zip(losses, exact))
        print(f"{name}: {len(losses)} losses within {off:.1e} of doubles")
    (TARGET / "streams.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
