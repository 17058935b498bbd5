"""Write a trained student as ONNX: weights in half precision, widened when they are loaded.

python export.py student.pt student.onnx
"""

from __future__ import annotations

import argparse
import hashlib
import io
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Exported, Student
from onnx import TensorProto, helper, numpy_helper

SIZE = HEIGHT, WIDTH = 160, 288
SMALLEST_HALVED = 64
"""Arrays smaller than this stay as they are: nothing is gained."""


def exported(student: Student) -> onnx.ModelProto:
    """Return the graph, normalisations folded into convolutions."""
    buffer = io.BytesIO()
    torch.onnx.export(
        Exported(student).eval(),
        (torch.zeros(1, 3, HEIGHT, WIDTH),),
        buffer,
        input_names=["input"],
        output_names=["output"],
        opset_version=17,
        dynamo=False,
    )
    return onnx.load_from_string(buffer.getvalue())


def halve(model: onnx.ModelProto) -> None:
    """Store large arrays in half precision, each behind a cast: arithmetic stays in single precision."""
    graph, casts = model.graph, []
    for array in list(graph.initializer):
        values = numpy_helper.to_array(array)
        if values.dtype == np.float32 and values.size >= SMALLEST_HALVED:
            graph.initializer.remove(array)
            graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), f"{array.name}_half"))
            casts.append(helper.make_node("Cast", [f"{array.name}_half"], [array.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    for node in nodes:
        node.doc_string = ""
    del graph.node[:]
    graph.node.extend(nodes)


def main() -> None:
    """Export from the command line; says size and hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    wish = parser.parse_args()
    student = Student()
    student.load_state_dict(torch.load(wish.trained))
    model = exported(student)
    halve(model)
    onnx.checker.check_model(model)
    onnx.save(model, wish.out)
    written = wish.out.read_bytes()
    print(sum(p.numel() for p in student.parameters()), "parameters")
    print(len(written), "bytes, sha256", hashlib.sha256(written).hexdigest())


if __name__ == "__main__":
    main()
