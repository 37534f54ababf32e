"""Writes src/test/resources/golden/optimizers: losses and weights of PyTorch's optimizers.

GoldenOptimizersTest starts from the weights of golden_cells.py and expects the losses of 50 steps
and the weights after them. Run golden.py and golden_cells.py first. Run with PyTorch 1.13 and NumPy
1.24 on x86-64; other versions may differ in the last digits, far below the tolerances of the test.
It prints how far PyTorch in floats is from PyTorch in doubles.
"""
import json
import struct

import numpy as np
import torch
import torch.nn.functional as F

import golden
import golden_cells

TARGET = golden.TARGET / "optimizers"
STEPS = golden_cells.STEPS
CASES = {
    "adam": ({"type": "adam", "learningRate": 0.005, "beta1": 0.8, "epsilon": 1e-4},
             lambda p: torch.optim.Adam(p, lr=0.005, betas=(0.8, 0.999), eps=1e-4)),
    "adam-decay": ({"type": "adam", "learningRate": 0.005, "weightDecay": 0.01},
                   lambda p: torch.optim.Adam(p, lr=0.005, weight_decay=0.01)),
    "adamw": ({"type": "adamw", "learningRate": 0.005},
              lambda p: torch.optim.AdamW(p, lr=0.005)),
    "adamw-decay": ({"type": "adamw", "learningRate": 0.005, "beta2": 0.95, "weightDecay": 1},
                    lambda p: torch.optim.AdamW(
                        p, lr=0.005, betas=(0.9, 0.95), weight_decay=1)),
    "rmsprop": ({"type": "rmsprop", "learningRate": 0.002},
                lambda p: torch.optim.RMSprop(p, lr=0.002)),
    "rmsprop-decay": ({"type": "rmsprop", "learningRate": 0.002, "alpha": 0.9, "epsilon": 1e-5,
                       "weightDecay": 0.02},
                      lambda p: torch.optim.RMSprop(
                          p, lr=0.002, alpha=0.9, eps=1e-5, weight_decay=0.02)),
    "sgd": ({"type": "sgd", "learningRate": 0.5},
            lambda p: torch.optim.SGD(p, lr=0.5)),
    "sgd-momentum": ({"type": "sgd", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.01},
                     lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)),
    "sgd-nesterov": ({"type": "sgd", "learningRate": 0.1, "momentum": 0.9, "nesterov": True,
                      "weightDecay": 0.01},
                     lambda p: torch.optim.SGD(
                         p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
}
# Further cases: what is done with the gradients of a step.
CLIPPING = {
    "clip-value": ({"clipValue": 0.002}, lambda p: torch.nn.utils.clip_grad_value_(p, 0.002)),
    "clip-both": ({"clipValue": 0.002, "clipNorm": 0.01}, lambda p: (
        torch.nn.utils.clip_grad_value_(p, 0.002), torch.nn.utils.clip_grad_norm_(p, 0.01))),
}


def initial_weights():
    """Returns the tensors of a .safetensors file by name."""
    data = (golden_cells.TARGET / "vanilla-1.safetensors").read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        numbers = np.frombuffer(data[8 + size + begin : 8 + size + end], "<f4")
        tensors[name] = torch.tensor(numbers.reshape(entry["shape"]))
    return tensors


def model_of(weights, vocabulary):
    model = golden_cells.Model("vanilla", 1, vocabulary)
    model.recurrent.bias_hh_l0.data.zero_()
    for name, parameter in model.named(True):
        parameter.data.copy_(weights[name])
    return model


def train(model, batches, vocabulary, optimizer_of, clip):
    """Takes a step per batch, and returns the losses."""
    learn = [parameter for _, parameter in model.named(True)]
    optimizer = optimizer_of(learn)
    losses = []
    for batch in batches:
        tokens = torch.tensor(batch.T.astype(np.int64))
        inputs = F.one_hot(tokens[:-1], vocabulary).to(learn[0].dtype)
        loss = F.cross_entropy(model(inputs).reshape(-1, vocabulary), tokens[1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        clip(learn)
        optimizer.step()
        losses.append(loss.item())
    return losses


def main():
    torch.set_num_threads(1)
    TARGET.mkdir(parents=True, exist_ok=True)
    windows = np.load(golden.TARGET / "golden_char_windows.npy")
    vocabulary = len(json.loads((golden.TARGET / "golden_chars.json").read_text())["chars"])
    batches = windows[: STEPS * golden_cells.BATCH].reshape(STEPS, golden_cells.BATCH, -1)
    weights = initial_weights()
    result = {"torch": torch.__version__, "cases": []}
    after = []
    runs = [(name, {"clipNorm": 0, "optimizer": config}, make, lambda p: None)
            for name, (config, make) in CASES.items()]
    runs += [(name, {"clipNorm": 0, **clipping, "optimizer": CASES["adam"][0]}, CASES["adam"][1],
              clip)
             for name, (clipping, clip) in CLIPPING.items()]
    for name, training, make, clip in runs:
        model = model_of(weights, vocabulary)
        double = model_of(weights, vocabulary).double()
        losses = train(model, batches, vocabulary, make, clip)
        exact = train(double, batches, vocabulary, make, clip)
        result["cases"].append({"name": name, "training": training, "losses": losses})
        after += [(f"{name}/{key}", parameter) for key, parameter in model.named(True)]
        off = max(abs(a - b) for a, b in zip(losses, exact))
        far = max((a.double() - b).abs().max().item()
                  for (_, a), (_, b) in zip(model.named(True), double.named(True)))
        print(f"{name}: {losses[0]:.4f} to {losses[-1]:.4f}, losses within {off:.1e}, "
              f"weights within {far:.1e} of doubles")
    golden_cells.save(after, "../optimizers/weights.safetensors")
    (TARGET / "optimizers.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
