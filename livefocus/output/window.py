"""The window: shows the picture letterboxed; hands out keys, clicks, the wheel and the wish to close as plain events.

It lives on the main thread and makes the GL context the lens draws with. Leaves to others: what keys mean, the
operator's overlays (drawn into the picture before it comes here).
"""

from __future__ import annotations

from typing import Any

import moderngl

from livefocus.errors import GraphicsMissingError, SinkError
from livefocus.events import CloseEvent, InputEvent, KeyEvent, PointerEvent
from livefocus.render.context import let_driver_run_apart
from livefocus.render.program import build_program
from livefocus.render.targets import make_sampler

Rectangle = tuple[int, int, int, int]
"""`(x, y, width, height)` in pixels, origin bottom left as GL has it."""
SHARE_OF_SCREEN = 0.8
"""A window opens at the picture's own size, but no larger than this part of the screen."""
BACKGROUND = (0.0, 0.0, 0.0, 1.0)


class _GlfwLoader:
    """Lets moderngl use the context that is current in glfw, on X11, Wayland, Windows and macOS alike."""

    def __init__(self, glfw: Any) -> None:
        self._glfw = glfw

    def load_opengl_function(self, name: str) -> int:
        """Return a function's address, 0 where the driver lacks it."""
        return int(self._glfw.get_proc_address(name) or 0)

    def enter(self) -> None:
        """Do nothing: the window's context is current on the main thread for good."""

    def exit(self) -> None:
        """Do nothing."""

    def release(self) -> None:
        """Do nothing: the window owns it."""


def letterbox(picture_size: tuple[int, int], window_size: tuple[int, int]) -> Rectangle:
    """Return the largest centred rectangle of the picture's shape inside the window; all zero where none fits."""
    if min(*picture_size, *window_size) <= 0:
        return 0, 0, 0, 0
    scale = min(window_size[0] / picture_size[0], window_size[1] / picture_size[1])
    width, height = (max(round(side * scale), 1) for side in picture_size)
    return (window_size[0] - width) // 2, (window_size[1] - height) // 2, width, height


class Window:
    """A resizable window; F11 goes to fullscreen on the monitor it is on, and back.

    Parameters
    ----------
    swap_interval
        1 waits for the screen's refresh at each `present`, 0 does not wait (measuring; or where a sink sets the pace).
    """

    def __init__(self, swap_interval: int = 1) -> None:
        self.name = "window"
        self._swap_interval = swap_interval
        self._glfw: Any = None
        self._handle: Any = None
        self._context: moderngl.Context | None = None
        self._program: moderngl.Program | None = None
        self._array: moderngl.VertexArray | None = None
        self._sampler: moderngl.Sampler | None = None
        self._events: list[InputEvent] = []
        self._scrolled = 0.0
        self._shown: Rectangle = (0, 0, 0, 0)
        self._before_fullscreen: Rectangle | None = None

    def open(self, size: tuple[int, int], title: str) -> moderngl.Context:
        """Open the window for pictures of this size and return its GL context, which is now current.

        Raises
        ------
        SinkError
            There is no display.
        GraphicsMissingError
            There is one, but no OpenGL 3.3 on it.
        """
        self._glfw = glfw = _load_glfw()
        glfw.ERROR_REPORTING = "log"  # what fails is seen by what it returns
        if not glfw.init():
            raise SinkError(f"there is no display for a window ({_reason(glfw)})", "use other sinks, or --headless")
        self._hint()
        let_driver_run_apart()
        self._handle = glfw.create_window(*_fitting_size(glfw, size), title, None, None)
        if not self._handle:
            reason = _reason(glfw)
            self.close()
            raise GraphicsMissingError(f"no window with OpenGL 3.3 can be made ({reason})", "install a GL driver")
        glfw.make_context_current(self._handle)
        glfw.swap_interval(self._swap_interval)
        glfw.set_key_callback(self._handle, self._on_key)
        glfw.set_mouse_button_callback(self._handle, self._on_mouse_button)
        glfw.set_scroll_callback(self._handle, self._on_scroll)
        glfw.set_window_close_callback(self._handle, self._on_close)
        loader: Any = _GlfwLoader(glfw)  # moderngl's annotation knows its own loaders only
        self._context = moderngl.create_context(require=330, context=loader)
        self._prepare(self._context)
        return self._context

    def present(self, texture: moderngl.Texture) -> None:
        """Show a picture (sRGB, top row first) and swap; waits for the screen where `swap_interval` is 1."""
        glfw = self._glfw
        self.draw(texture)
        glfw.swap_buffers(self._handle)

    def draw(self, texture: moderngl.Texture) -> None:
        """Draw a picture into the back buffer without showing it."""
        if self._context is None or self._program is None or self._array is None or self._sampler is None:
            raise SinkError("the window is not open")
        self._shown = x, y, width, height = letterbox(texture.size, self.size)
        screen = self._context.screen
        screen.use()
        screen.viewport = (0, 0, *self.size)
        screen.clear(*BACKGROUND)
        if not width:
            return
        screen.viewport = (x, y, width, height)
        self._program["u_footprint_px"] = (texture.width / width, texture.height / height)
        texture.use(0)
        self._sampler.use(0)  # bilinear here, whatever the texture's own filter is
        self._array.render(vertices=3)
        self._sampler.clear(0)

    def poll(self) -> list[InputEvent]:
        """Return what happened since the last call, oldest first."""
        glfw = self._glfw
        glfw.poll_events()
        events, self._events = self._events, []
        return events

    @property
    def size(self) -> tuple[int, int]:
        """`(width, height)` of the window in real pixels: more than its own units on a high-density screen."""
        glfw = self._glfw
        width, height = glfw.get_framebuffer_size(self._handle)
        return width, height

    @property
    def fullscreen(self) -> bool:
        """Whether it covers a monitor."""
        return self._before_fullscreen is not None

    def toggle_fullscreen(self) -> None:
        """Cover the monitor the window is on, or go back to where it was."""
        glfw = self._glfw
        if self._before_fullscreen is not None:
            x, y, width, height = self._before_fullscreen
            self._before_fullscreen = None
            glfw.set_window_monitor(self._handle, None, x, y, width, height, glfw.DONT_CARE)
            return
        place = (*glfw.get_window_pos(self._handle), *glfw.get_window_size(self._handle))
        monitor = _monitor_at(glfw, (place[0] + place[2] // 2, place[1] + place[3] // 2))
        if monitor is None:
            return
        mode = glfw.get_video_mode(monitor)
        self._before_fullscreen = place
        glfw.set_window_monitor(self._handle, monitor, 0, 0, mode.size.width, mode.size.height, mode.refresh_rate)
        glfw.swap_interval(self._swap_interval)  # some drivers forget it when the surface changes

    def set_title(self, title: str) -> None:
        """Change what the title bar says."""
        glfw = self._glfw
        glfw.set_window_title(self._handle, title)

    def close(self) -> None:
        """Close the window and end its GL context; everything made with it must have been released."""
        glfw = self._glfw
        if glfw is None:
            return
        if self._context is not None:
            for part in (self._sampler, self._array, self._program):
                if part is not None:
                    part.release()
            self._context.release()
        self._context = self._program = self._array = self._sampler = None
        if self._handle:
            glfw.destroy_window(self._handle)
        self._handle = self._glfw = None
        glfw.terminate()

    def _hint(self) -> None:
        glfw = self._glfw
        glfw.default_window_hints()
        glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
        glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
        glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
        glfw.window_hint(glfw.OPENGL_FORWARD_COMPAT, True)  # macOS gives nothing newer than 2.1 without
        glfw.window_hint(glfw.DEPTH_BITS, 0)
        glfw.window_hint(glfw.STENCIL_BITS, 0)

    def _prepare(self, context: moderngl.Context) -> None:
        self._program = build_program(context, "output/window.frag")
        self._program["picture_tx"] = 0
        self._array = context.vertex_array(self._program, [])
        self._sampler = make_sampler(context, linear=True)

    def _on_key(self, _window: Any, key: int, scancode: int, action: int, modifiers: int) -> None:
        from livefocus.output.window_keys import key_name, modifier_names  # noqa: PLC0415 - needs glfw

        glfw = self._glfw
        if action == glfw.RELEASE:
            return
        if key == glfw.KEY_F11:
            if action == glfw.PRESS:
                self.toggle_fullscreen()
            return
        if name := key_name(key, scancode):
            self._events.append(KeyEvent(name, modifier_names(modifiers), action == glfw.REPEAT))

    def _on_mouse_button(self, window: Any, button: int, action: int, modifiers: int) -> None:
        from livefocus.output.window_keys import BUTTONS, modifier_names  # noqa: PLC0415 - needs glfw

        glfw = self._glfw
        if button not in BUTTONS or action != glfw.PRESS:
            return
        if place := self._picture_place(*glfw.get_cursor_pos(window)):
            self._events.append(PointerEvent(*place, BUTTONS[button], modifier_names(modifiers)))

    def _on_scroll(self, window: Any, _across: float, up: float) -> None:
        """Make whole notches of what wheels and touchpads scroll, a fraction at a time."""
        from livefocus.output.window_keys import held_modifiers  # noqa: PLC0415 - needs glfw

        self._scrolled += up
        notches = int(self._scrolled)
        self._scrolled -= notches
        name = "wheelup" if notches > 0 else "wheeldown"
        self._events += [KeyEvent(name, held_modifiers(window))] * abs(notches)

    def _picture_place(self, cursor_x: float, cursor_y: float) -> tuple[float, float] | None:
        """From the cursor in the window's own units to 0…1 of the picture, None beside it."""
        glfw = self._glfw
        units = glfw.get_window_size(self._handle)
        pixels = self.size
        left, bottom, width, height = self._shown
        if min(*units, width, height) <= 0:
            return None
        top = pixels[1] - bottom - height
        x = (cursor_x * pixels[0] / units[0] - left) / width
        y = (cursor_y * pixels[1] / units[1] - top) / height
        return (x, y) if 0 <= x <= 1 and 0 <= y <= 1 else None

    def _on_close(self, window: Any) -> None:
        glfw = self._glfw
        glfw.set_window_should_close(window, False)  # closing is the show's decision
        self._events.append(CloseEvent())


def _load_glfw() -> Any:
    """Load glfw only now: it needs its library, which a headless run has no use for."""
    try:
        import glfw  # noqa: PLC0415
    except ImportError as error:
        raise SinkError(f"no window can be opened ({error})", "install glfw, or use other sinks") from error
    return glfw


def _fitting_size(glfw: Any, size: tuple[int, int]) -> tuple[int, int]:
    """Return a window size of the picture's shape that fits the main screen."""
    monitor = glfw.get_primary_monitor()
    if not monitor:
        return size
    _, _, width, height = glfw.get_monitor_workarea(monitor)
    scale = min(1.0, SHARE_OF_SCREEN * width / size[0], SHARE_OF_SCREEN * height / size[1])
    return max(round(size[0] * scale), 64), max(round(size[1] * scale), 64)


def _monitor_at(glfw: Any, place: tuple[int, int]) -> Any:
    """Return the monitor a place is on, else the main one (Wayland does not tell where a window is)."""
    for monitor in glfw.get_monitors():
        x, y = glfw.get_monitor_pos(monitor)
        size = glfw.get_video_mode(monitor).size
        if x <= place[0] < x + size.width and y <= place[1] < y + size.height:
            return monitor
    return glfw.get_primary_monitor()


def _reason(glfw: Any) -> str:
    _, description = glfw.get_error()
    text = description.decode(errors="replace") if description else "no reason given"
    return " ".join(text.split())
