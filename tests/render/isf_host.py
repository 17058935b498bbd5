"""A small ISF host: what VDMX and its kin do with a file, in OpenGL 3.3, for tests.

Not one of the real hosts, which run on desktops of their own. It follows the specification (docs.isf.video): JSON
first, a uniform an input, sizes as expressions, passes in order, the last one to the screen, y upwards.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

HEAD = """#version 330 core
#define IMG_NORM_PIXEL(image, place) texture(image, place)
#define IMG_THIS_PIXEL(image) texture(image, isf_FragNormCoord)
#define gl_FragColor isf_colour
uniform int PASSINDEX;
uniform vec2 RENDERSIZE;
in vec2 isf_FragNormCoord;
out vec4 isf_colour;
"""
VERTEX = """#version 330 core
out vec2 isf_FragNormCoord;
void main() {
    isf_FragNormCoord = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    gl_Position = vec4(isf_FragNormCoord * 2.0 - 1.0, 0.0, 1.0);
}
"""
GLSL_TYPE = {"float": "float", "bool": "bool", "image": "sampler2D", "long": "int", "color": "vec4", "point2D": "vec2"}
EXPRESSION = re.compile(r"^[\d\s.+*/()-]*$")

Image = NDArray[np.uint8] | NDArray[np.float32]


def metadata(text: str) -> dict[str, Any]:
    """Return the JSON a file begins with."""
    assert text.startswith("/*{")
    return dict(json.loads(text[2 : text.index("*/")]))


def side(expression: str, size: tuple[int, int]) -> int:
    """Work out a pass's WIDTH or HEIGHT."""
    text = expression.replace("$WIDTH", str(size[0])).replace("$HEIGHT", str(size[1]))
    assert EXPRESSION.match(text.replace("floor", "").replace("ceil", "")), text
    return int(eval(text, {"__builtins__": {}, "floor": math.floor, "ceil": math.ceil}))


class IsfHost:
    """Holds one compiled file."""

    def __init__(self, context: moderngl.Context, text: str) -> None:
        self._context = context
        self.head = metadata(text)
        body = text[text.index("*/") + 2 :]
        names = [(each["NAME"], GLSL_TYPE[each["TYPE"]]) for each in self.head["INPUTS"]]
        names += [(each["TARGET"], "sampler2D") for each in self.head["PASSES"] if "TARGET" in each]
        uniforms = "".join(f"uniform {kind} {name};\n" for name, kind in names)
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=HEAD + uniforms + body)
        self._array = context.vertex_array(self._program, [])

    def draw(self, images: Mapping[str, Image], values: Mapping[str, float | bool]) -> NDArray[np.uint8]:
        """Draw and return the picture, top row first, RGB."""
        held: list[Any] = []
        textures = {name: self._upload(image, held) for name, image in images.items()}
        size = textures["inputImage"].size
        settings = {each["NAME"]: each["DEFAULT"] for each in self.head["INPUTS"] if "DEFAULT" in each} | dict(values)
        for number, each in enumerate(self.head["PASSES"]):
            wide, high = (side(each.get(key, f"${key}"), size) for key in ("WIDTH", "HEIGHT"))
            # also the screen: llvmpipe compiles the file once more, ten seconds, for a target of another kind
            target = self._texture((wide, high), "f4", held)
            self._set(settings | {"PASSINDEX": number, "RENDERSIZE": (float(wide), float(high))}, textures)
            framebuffer = self._context.framebuffer([target])
            framebuffer.use()
            self._array.render(vertices=3)
            self._context.detect_framebuffer(0).use()
            framebuffer.release()
            textures[each.get("TARGET", "")] = target
        screen = np.frombuffer(textures[""].read(), np.float32).reshape(size[1], size[0], 4)
        data = np.rint(np.clip(screen[::-1, :, :3], 0.0, 1.0) * 255.0).astype(np.uint8)
        for texture in held:
            texture.release()
        return data

    def _set(self, values: Mapping[str, Any], textures: Mapping[str, moderngl.Texture]) -> None:
        for name, value in values.items():
            if name in self._program:
                self._program[name] = value
        for unit, (name, texture) in enumerate(textures.items()):
            if name in self._program:
                texture.use(unit)
                self._program[name] = unit

    def _texture(self, size: tuple[int, int], dtype: str, held: list[Any]) -> moderngl.Texture:
        texture = self._context.texture(size, 4, dtype=dtype)
        texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        texture.repeat_x = texture.repeat_y = False
        held.append(texture)
        return texture

    def _upload(self, image: Image, held: list[Any]) -> moderngl.Texture:
        height, width = image.shape[:2]
        dtype = "f4" if image.dtype == np.float32 else "f1"
        rgba = np.full((height, width, 4), 1.0 if dtype == "f4" else 255, image.dtype)
        rgba[..., :3] = image if image.ndim == 3 else image[..., None]
        texture = self._texture((width, height), dtype, held)
        texture.write(np.ascontiguousarray(rgba[::-1]))
        return texture

    def release(self) -> None:
        """Give back what it holds."""
        self._array.release()
        self._program.release()
