"""What every built-in scene keeps to: pure in time, exact in depth, any size, nothing moves but people."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest

from livefocus.errors import SourceError
from livefocus.render.scenes.scene import SCENES, Scene, make_scene
from livefocus.render.targets import release_framebuffer

SIZE = (640, 360)
pytestmark = pytest.mark.gl


@pytest.fixture(params=sorted(SCENES), scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def scene(_session_context: moderngl.Context, name: str) -> Iterator[Scene]:
    with _session_context:
        made = make_scene(_session_context, name, SIZE)
    yield made
    with _session_context:
        made.release()


@pytest.fixture(autouse=True)
def _no_gl_errors(gl: moderngl.Context) -> None:
    """Have every test begin and end without a GL error."""


def test_same_time_same_bytes(gl: moderngl.Context, name: str, scene: Scene) -> None:
    first, first_depth = scene.draw(1.25)
    scene.draw(6.5)
    again, again_depth = scene.draw(1.25)
    wrapped, _ = scene.draw(1.25 + scene.duration_s)
    assert again.tobytes() == first.tobytes() == wrapped.tobytes()
    assert again_depth.tobytes() == first_depth.tobytes()
    other = make_scene(gl, name, SIZE)
    anew, anew_depth = other.draw(1.25)
    other.release()
    assert anew.tobytes() == first.tobytes()
    assert anew_depth.tobytes() == first_depth.tobytes()


def test_carriers_are_as_promised(scene: Scene) -> None:
    pixels, depth = scene.draw(0.0)
    assert (pixels.shape, pixels.dtype) == ((360, 640, 3), np.uint8)
    assert (depth.shape, depth.dtype) == ((360, 640), np.float32)
    assert pixels.flags.c_contiguous
    assert pixels.flags.owndata
    assert depth.flags.c_contiguous
    assert not np.shares_memory(depth, scene.draw(0.0)[1])


def test_depth_is_finite_and_in_range(scene: Scene) -> None:
    for time_s in np.linspace(0.0, scene.duration_s, 5):
        depth = scene.draw(float(time_s))[1]
        assert np.isfinite(depth).all()
        assert depth.min() > 0.0
        assert depth.max() <= 1.0


@pytest.mark.parametrize("size", [(360, 640), (333, 201), (1, 1)])
def test_any_size(gl: moderngl.Context, name: str, size: tuple[int, int]) -> None:
    scene = make_scene(gl, name, size)
    pixels, depth = scene.draw(5.0)
    scene.release()
    assert pixels.shape == (size[1], size[0], 3)
    assert depth.shape == (size[1], size[0])
    if min(size) > 1:
        assert pixels.std() > 20


def test_leaves_the_context_as_it_was(gl: moderngl.Context, scene: Scene) -> None:
    mine = gl.simple_framebuffer((8, 8))
    mine.use()
    scene.draw(2.0)
    assert gl.fbo is mine
    mine.clear(1.0, 0.0, 0.0, 1.0)
    assert np.frombuffer(mine.read(components=3), np.uint8)[:3].tolist() == [255, 0, 0]
    release_framebuffer(mine)


def test_unknown_name_lists_the_known(gl: moderngl.Context) -> None:
    with pytest.raises(SourceError, match=r"no built-in scene 'moon'.*cafe"):
        make_scene(gl, "moon", SIZE)


def test_empty_size_is_refused(gl: moderngl.Context) -> None:
    with pytest.raises(SourceError, match="0×9"):
        make_scene(gl, "cafe", (0, 9))
