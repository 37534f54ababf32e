"""Writes src/test/resources/golden/cells: losses and gradients of PyTorch's RNN, GRU and LSTM.

GoldenCellsTest starts from the same weights on the windows of golden.py and expects the losses of 50
Adam steps and every gradient of the first. Run golden.py first. Run with PyTorch 1.13 and NumPy 1.24
on x86-64; other versions may differ in the last digits, far below the tolerances of the test. It
prints how far PyTorch in floats is from PyTorch in doubles.
"""
import json
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import golden

TARGET = golden.TARGET / "cells"
HIDDEN_SIZE = 24
BATCH = 3
STEPS = 50
CELLS = {"vanilla": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
NOTEBOOK = {
    "weight_ih_l0": "Wxh", "weight_hh_l0": "Whh", "bias_ih_l0": "bh",
    "output.weight": "Why", "output.bias": "by",
}


class Model(nn.Module):
    """PyTorch's own layers and a linear one, over time-major batches of one-hot rows."""

    def __init__(self, cell, layers, vocabulary):
        super().__init__()
        self.recurrent = CELLS[cell](vocabulary, HIDDEN_SIZE, layers)
        self.output = nn.Linear(HIDDEN_SIZE, vocabulary)

    def forward(self, inputs):
        return self.output(self.recurrent(inputs)[0])

    def named(self, notebook):
        """Yields the parameters under the names of this project's files."""
        for name, parameter in self.named_parameters():
            name = name.removeprefix("recurrent.")
            if not notebook:
                yield name, parameter
            elif name in NOTEBOOK:
                yield NOTEBOOK[name], parameter


def save(tensors, name):
    """Writes tensors as .safetensors without metadata, as safetensors.torch.save_file does."""
    header, data = {}, b""
    for key, tensor in tensors:
        numbers = tensor.detach().numpy().astype("<f4").tobytes()
        offsets = [len(data), len(data) + len(numbers)]
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (TARGET / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def train(model, batches, vocabulary, learn):
    """Takes one Adam step per batch; returns the losses and the gradients of the first step."""
    optimizer = torch.optim.Adam(learn, lr=0.005)
    losses, first = [], None
    for batch in batches:
        tokens = torch.tensor(batch.T.astype(np.int64))
        inputs = F.one_hot(tokens[:-1], vocabulary).to(next(model.parameters()).dtype)
        loss = F.cross_entropy(model(inputs).reshape(-1, vocabulary), tokens[1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        if first is None:
            first = [parameter.grad.clone() for parameter in learn]
        optimizer.step()
        losses.append(loss.item())
    return losses, first


def main():
    torch.set_num_threads(1)
    torch.manual_seed(7)
    TARGET.mkdir(parents=True, exist_ok=True)
    windows = np.load(golden.TARGET / "golden_char_windows.npy")
    vocabulary = len(json.loads((golden.TARGET / "golden_chars.json").read_text())["chars"])
    batches = windows[: STEPS * BATCH].reshape(STEPS, BATCH, -1)
    result = {"torch": torch.__version__, "hiddenSize": HIDDEN_SIZE, "batch": BATCH, "models": []}
    for cell in CELLS:
        for layers in (1, 2):
            notebook = cell == "vanilla" and layers == 1
            name = f"{cell}-{layers}"
            model = Model(cell, layers, vocabulary)
            if notebook:
                # The notebook's cell has one bias; this one is 0 and stays so.
                model.recurrent.bias_hh_l0.data.zero_()
            learn = [parameter for _, parameter in model.named(notebook)]
            save(model.named(notebook), f"{name}.safetensors")
            double = Model(cell, layers, vocabulary).double()
            double.load_state_dict(model.state_dict())
            losses, gradients = train(model, batches, vocabulary, learn)
            names = [key for key, _ in model.named(notebook)]
            save(zip(names, gradients), f"{name}-gradients.safetensors")
            exact, slopes = train(
                double, batches, vocabulary, [parameter for _, parameter in double.named(notebook)]
            )
            result["models"].append({"cell": cell, "layers": layers, "losses": losses})
            off = max(abs(a - b) for a, b in zip(losses, exact))
            relative = max(
                ((a - b).abs().max() / b.abs().max()).item() for a, b in zip(gradients, slopes)
            )
            print(f"{name}: losses within {off:.1e}, gradients within {relative:.1e} of doubles")
    (TARGET / "cells.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
