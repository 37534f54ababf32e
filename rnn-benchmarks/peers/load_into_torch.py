"""Loads a model that this project has trained into torch.nn.RNN, GRU or LSTM, and compares logits.

usage: load_into_torch.py MODEL.safetensors

Build first: mvn -Pbenchmarks package -DskipTests -Dinvoker.skip -pl rnn-benchmarks -am

It reads the tensors, hands those of the recurrent layers to load_state_dict as they are, and lets
both sides read the same 200 random ids. It ends with 1 if any logit differs by more than 1e-5 of the
largest.
"""
import json
import pathlib
import random
import struct
import subprocess
import sys

import numpy as np
import torch
from torch import nn

JAR = pathlib.Path(__file__).resolve().parents[1] / "target" / "benchmarks.jar"
CELLS = {"vanilla": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
NOTEBOOK = {
    "Wxh": "weight_ih_l0", "Whh": "weight_hh_l0", "bh": "bias_ih_l0",
    "Why": "output.weight", "by": "output.bias",
}


def read(path):
    """Returns the tensors by name, and the metadata."""
    data = pathlib.Path(path).read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__", {})
    numbers = data[8 + size :]
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        array = np.frombuffer(numbers[first:last], "<f4").reshape(entry["shape"])
        tensors[NOTEBOOK.get(name, name)] = torch.from_numpy(array.copy())
    return tensors, metadata


def main(path):
    tensors, metadata = read(path)
    output = nn.Linear(*reversed(tensors["output.weight"].shape))
    output.load_state_dict({key: tensors.pop(f"output.{key}") for key in ("weight", "bias")})
    tensors.setdefault("bias_hh_l0", torch.zeros_like(tensors["bias_ih_l0"]))
    layers = sum(name.startswith("weight_hh_l") for name in tensors)
    vocabulary, hidden = output.out_features, output.in_features
    recurrent = CELLS[metadata["cell"]](vocabulary, hidden, layers)
    recurrent.load_state_dict(tensors)

    random.seed(1)
    ids = [random.randrange(vocabulary) for _ in range(200)]
    with torch.no_grad():
        inputs = nn.functional.one_hot(torch.tensor(ids), vocabulary).float()
        theirs = output(recurrent(inputs)[0]).numpy()
    command = ["java", "--add-modules", "jdk.incubator.vector", "-cp", str(JAR)]
    command += ["io.github.rnnlab.benchmarks.Logits", "--model", path, "--ids", ",".join(map(str, ids))]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    ours = np.array([[float(number) for number in line.split()] for line in lines])
    difference = np.abs(ours - theirs).max()
    largest = np.abs(theirs).max()
    print(
        f"{metadata['cell']}, {layers} layers of {hidden}: {ours.size} logits,"
        f" largest {largest:.3f}, largest difference {difference:.1e}"
    )
    return int(difference > 1e-5 * largest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
