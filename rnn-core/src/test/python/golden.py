"""Writes src/test/resources/golden: what the notebook's own model and training loop give in PyTorch.

GoldenTest trains from the same weights on the same windows and expects the same numbers. The model,
the conversion of a window and the loop are the notebook's, word for word except that the size of the
model and the number of steps are smaller. Run with PyTorch 1.13 and NumPy 1.24 on x86-64; other
versions may differ in the last digits, far below the tolerances of the test.
"""
import json
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

TARGET = Path(__file__).resolve().parents[1] / "resources" / "golden"
HIDDEN_SIZE = 40
SEQUENCE_LENGTH = 25
STRIDE = 3
STEPS = 50
BATCH = 4
CLIP_NORM = 0.4

# William Shakespeare, sonnet 18, as in the edition of 1609 with modern spelling.
TEXT = """\
Shall I compare thee to a summer's day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer's lease hath all too short a date:
Sometime too hot the eye of heaven shines,
And often is his gold complexion dimm'd;
And every fair from fair sometime declines,
By chance, or nature's changing course, untrimm'd;
But thy eternal summer shall not fade,
Nor lose possession of that fair thou ow'st;
Nor shall death brag thou wander'st in his shade,
When in eternal lines to time thou grow'st:
So long as men can breathe, or eyes can see,
So long lives this, and this gives life to thee.
"""


class CustomCharRNN(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.hidden_size = hidden_size
        self.Wxh = nn.Parameter(torch.randn(hidden_size, input_size) * 0.05)
        self.Whh = nn.Parameter(torch.randn(hidden_size, hidden_size) * 0.05)
        self.bh = nn.Parameter(torch.zeros(hidden_size))
        self.Why = nn.Parameter(torch.randn(output_size, hidden_size) * 0.05)
        self.by = nn.Parameter(torch.zeros(output_size))

    def forward(self, inputs: torch.Tensor, h0: "torch.Tensor | None" = None):
        if h0 is None:
            h_t = inputs.new_zeros(self.hidden_size)
        else:
            h_t = h0

        outputs = []
        for x_t in inputs:
            h_t = torch.tanh(self.Wxh @ x_t + self.Whh @ h_t + self.bh)
            y_t = self.Why @ h_t + self.by
            outputs.append(y_t)
        return torch.stack(outputs), h_t


def window_to_tensors(window: np.ndarray, vocab_size: int):
    inputs_idx = torch.tensor(window[:-1], dtype=torch.long)
    targets = torch.tensor(window[1:], dtype=torch.long)
    inputs = F.one_hot(inputs_idx, num_classes=vocab_size).float()
    return inputs, targets


def train(model: CustomCharRNN, batches: np.ndarray, vocab_size: int, clip_norm: float = float("inf")):
    """Takes one Adam step per batch of windows; returns each step's mean loss and gradient norm."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    criterion = nn.CrossEntropyLoss()
    losses, norms = [], []
    for batch in batches:
        loss = 0
        for window in batch:
            inputs, targets = window_to_tensors(window, vocab_size)
            logits, _ = model(inputs)
            loss = loss + criterion(logits, targets) / len(batch)

        optimizer.zero_grad()
        loss.backward()
        if clip_norm < float("inf"):
            norm = nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
            norms.append(norm.item())
        optimizer.step()

        losses.append(loss.item())
    return losses, norms


def save(model: CustomCharRNN, name: str):
    """Writes the weights as .safetensors without metadata, as safetensors.torch.save_file does."""
    header, data = {}, b""
    for key, tensor in model.state_dict().items():
        numbers = tensor.numpy().astype("<f4").tobytes()
        header[key] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(numbers)],
        }
        data += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (TARGET / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.set_num_threads(1)
    torch.manual_seed(5)
    np.random.seed(5)
    TARGET.mkdir(parents=True, exist_ok=True)

    chars = sorted(set(TEXT))
    ids = np.array([chars.index(char) for char in TEXT], dtype=np.int16)
    starts = range(0, len(ids) - SEQUENCE_LENGTH, STRIDE)
    windows = np.stack([ids[start : start + SEQUENCE_LENGTH + 1] for start in starts])
    np.random.shuffle(windows)
    windows = windows[: STEPS * BATCH]
    np.save(TARGET / "golden_char_windows.npy", windows)
    (TARGET / "golden_chars.json").write_text(
        json.dumps({"chars": chars, "sequence_length": SEQUENCE_LENGTH}) + "\n", encoding="utf-8"
    )

    model = CustomCharRNN(len(chars), HIDDEN_SIZE, len(chars))
    initial = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    save(model, "initial.safetensors")
    with torch.no_grad():
        logits, _ = model(window_to_tensors(windows[0], len(chars))[0])

    golden = {
        "torch": torch.__version__,
        "hiddenSize": HIDDEN_SIZE,
        "sequenceLength": SEQUENCE_LENGTH,
        "firstLogits": {"0": logits[0].tolist(), str(len(logits) - 1): logits[-1].tolist()},
        "losses": {},
    }
    for batch in (1, BATCH):
        model.load_state_dict(initial)
        batches = windows[: STEPS * batch].reshape(STEPS, batch, -1)
        golden["losses"][str(batch)], _ = train(model, batches, len(chars))
        save(model, f"final-batch-{batch}.safetensors")
    model.load_state_dict(initial)
    losses, norms = train(model, batches, len(chars), CLIP_NORM)
    golden["clipped"] = {"batch": BATCH, "clipNorm": CLIP_NORM, "norms": norms, "losses": losses}
    save(model, "final-clipped.safetensors")
    (TARGET / "golden.json").write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
