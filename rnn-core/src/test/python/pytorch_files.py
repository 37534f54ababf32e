"""Writes src/test/resources/golden/pytorch: models as a user of PyTorch saves them, and their logits.

PytorchNamesTest trains on and computes with them. Each NAME.safetensors is what
safetensors.torch.save_file(model.state_dict(), ...) writes; NAME-logits.safetensors has the logits
after each of the tokens 3, 10 % 6, 17 % 6 and so on. Run with PyTorch 1.13 and NumPy 1.24.
"""
import json
import struct

import torch
import torch.nn as nn
import torch.nn.functional as F

import golden

TARGET = golden.TARGET / "pytorch"
VOCABULARY = 6
HIDDEN_SIZE = 5
STEPS = 12
MODELS = {"vanilla": (nn.RNN, 1), "gru": (nn.GRU, 2), "lstm": (nn.LSTM, 2)}


class Model(nn.Module):
    def __init__(self, cell, layers):
        super().__init__()
        self.rnn = cell(VOCABULARY, HIDDEN_SIZE, layers, batch_first=True)
        self.decoder = nn.Linear(HIDDEN_SIZE, VOCABULARY)

    def forward(self, tokens):
        return self.decoder(self.rnn(F.one_hot(tokens, VOCABULARY).float())[0])


def save_file(tensors, path):
    """Writes what safetensors.torch.save_file does, without the package."""
    header, data = {}, b""
    for name in sorted(tensors):
        values = tensors[name].detach().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensors[name].shape),
            "data_offsets": [len(data), len(data) + len(values)],
        }
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    tokens = torch.tensor([[(3 + 7 * step) % VOCABULARY for step in range(STEPS)]])
    for name, (cell, layers) in MODELS.items():
        torch.manual_seed(layers)
        model = Model(cell, layers)
        save_file(model.state_dict(), TARGET / f"{name}.safetensors")
        save_file({"logits": model(tokens)[0]}, TARGET / f"{name}-logits.safetensors")


if __name__ == "__main__":
    main()
