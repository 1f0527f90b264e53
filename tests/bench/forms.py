"""One product in the forms that rowcold takes and gives: what is sent, and what came back of it."""
import dataclasses
import gzip
import struct

import matrices

BOUNDARY = "a-line-that-is-in-no-file"

JSON = "application/json"
CSV = "text/csv"
NPY = "application/x-npy"


def npy(rows):
    """The head of a .npy, as numpy.save writes it, and the numbers."""
    shape = len(rows), len(rows[0])
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
    head += " " * (-(10 + len(head) + 1) % 64) + "\n"
    numbers = [struct.pack(f"<{len(row)}d", *row) for row in rows]
    return b"".join([b"\x93NUMPY\1\0", struct.pack("<H", len(head)), head.encode(), *numbers])


def csv(rows):
    return b"".join([",".join(["%.17g" % entry for entry in row]).encode() + b"\n" for row in rows])


def form(write, kind):
    """A body with a part for each operand, and its Content-Type."""

    def body(size):
        operands = matrices.operands(size)
        parts = []
        for name, row_of in ("a", operands.row_of_a), ("b", operands.row_of_b):
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n'
            head += f"Content-Type: {kind}\r\n\r\n"
            parts += [head.encode(), write([row_of(i) for i in range(size)]), b"\r\n"]
        return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])

    return body


def entries_of_npy(answer, size):
    start = 10 + struct.unpack_from("<H", answer, 8)[0]
    if len(answer) != start + 8 * size * size:
        raise ValueError(f"{len(answer)} bytes")
    return lambda i, j: struct.unpack_from("<d", answer, start + 8 * (i * size + j))[0]


def entries_of_csv(answer, size):
    rows = answer.splitlines()
    if len(rows) != size:
        raise ValueError(f"{len(rows)} rows, not {size}")
    return lambda i, j: float(rows[i].split(b",")[j])


def entries_of_packed(answer, size):
    return matrices.entries_of_json(gzip.decompress(answer), size)


@dataclasses.dataclass(frozen=True)
class Form:
    name: str
    body: object  # size -> bytes
    headers: dict
    entries: object  # (answer, size) -> the entry in row i, column j


IN_PARTS = f"multipart/form-data; boundary={BOUNDARY}"

FORMS = [
    Form("JSON", matrices.body, {"Content-Type": JSON}, matrices.entries_of_json),
    Form(
        ".npy, answered in JSON",
        form(npy, NPY),
        {"Content-Type": IN_PARTS},
        matrices.entries_of_json,
    ),
    Form(
        "JSON, answered in .npy",
        matrices.body,
        {"Content-Type": JSON, "Accept": NPY},
        entries_of_npy,
    ),
    Form(".npy", form(npy, NPY), {"Content-Type": IN_PARTS, "Accept": NPY}, entries_of_npy),
    Form("CSV", form(csv, CSV), {"Content-Type": IN_PARTS, "Accept": CSV}, entries_of_csv),
    Form(
        "JSON packed by gzip",
        lambda size: gzip.compress(matrices.body(size), 1),
        {"Content-Type": JSON, "Content-Encoding": "gzip", "Accept-Encoding": "gzip"},
        entries_of_packed,
    ),
]
