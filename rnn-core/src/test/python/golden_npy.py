"""Makes the files of src/test/resources/golden/npy, against which the tests pin reading and writing.

Run: python3 rnn-core/src/test/python/golden_npy.py (numpy 2.4.6 made the committed files).
"""

import json
import pathlib

import numpy as np
from numpy.lib import format as npy

out = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "npy"
out.mkdir(parents=True, exist_ok=True)


def save(name, array, version=None):
    with open(out / (name + ".npy"), "wb") as file:
        npy.write_array(file, array, version=version)


# What CharPreparation must write, byte for byte.
small = "To be, or not to be \U0001d11e\n" * 3
chars = sorted(set(small))
ids = np.array([chars.index(c) for c in small])
(out / "small.txt").write_text(small, encoding="utf-8")
save("small_tokens", ids.astype(np.uint8))
windows = [ids[i : i + 9] for i in range(0, len(ids) - 8, 4)]
save("small_windows", np.array(windows, dtype=np.uint8))

# 300 distinct characters, the 257th of which makes the file wider.
wide = "".join(chr(0x10000 + i * 37 % 300) for i in range(700))
(out / "wide.txt").write_text(wide, encoding="utf-8")
save("wide_tokens", np.array([ord(c) - 0x10000 for c in wide], dtype=np.int16))
save("int32", np.arange(0, 80000, 20000, dtype=np.int32))

# What TokenStore must read: the ids 0 to 11, in other people's types, versions and shapes.
twelve = np.arange(12)
for dtype in ["|u1", "|i1", "<i2", "<u2", "<i4", "<u4", "<i8", ">i2", ">u4", ">i8"]:
    save("read_" + dtype.strip("|<").replace(">", "big_"), twelve.astype(dtype))
save("read_version2", twelve.astype("<i4"), version=(2, 0))
save("read_version3", twelve.astype("<i4"), version=(3, 0))
save("read_matrix", twelve.reshape(3, 4).astype("<i4"))

# What it must refuse.
save("refused_float", twelve.astype("<f4"))
save("refused_fortran", np.asfortranarray(twelve.reshape(3, 4).astype("<i4")))
save("refused_cube", twelve.reshape(2, 2, 3).astype("<i4"))
save("refused_scalar", np.array(7))
save("refused_empty", twelve[:0])
save("refused_record", np.zeros(3, dtype=[("a", "<i4"), ("b", "<i4")]))

# The notebook's artifacts, as its Python writes them.
np.save(out / "notebook_char_windows.npy", np.array(windows, dtype=np.int64))
metadata = {"chars": chars, "sequence_length": 8, "num_windows": len(windows)}
(out / "notebook_chars.json").write_text(json.dumps(metadata), encoding="utf-8")
