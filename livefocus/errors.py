"""Everything that can go wrong, as one tree.

    LivefocusError              one line a user can act on: what is wrong, and what to do
    ├── SettingsError           command line, presets, bindings (with file and line where there is a file)
    ├── SourceError             camera, clip, image, built-in scene
    │   └── SourceLostError     was there and went away: hold the last picture and retry
    ├── DepthError              estimator, sidecar, matte
    ├── ModelError              model store: missing, wrong hash, unreadable
    ├── RenderError             GL
    │   ├── GraphicsMissingError    no usable OpenGL 3.3
    │   └── ShaderCompileError      file and line of the real source
    ├── SinkError               virtual camera, window, file
    ├── ControlError            MIDI, keys, OSC, web
    └── PluginError             a name that no entry point offers, or an entry point that does not load

Foreign exceptions are mapped to these where they enter, once, with `from`.
"""

from __future__ import annotations

from dataclasses import dataclass


class LivefocusError(Exception):
    """Base of all: `str(error)` is one line that says what is wrong; `advice` says what to do about it.

    Parameters
    ----------
    message
        What is wrong, without a full stop.
    advice
        What the user can do, without a full stop; may be empty.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        """Return the one line a user sees."""
        line = f"{self.message}: {self.advice}" if self.advice else self.message
        return " ".join(line.split())


class SettingsError(LivefocusError):
    """A setting, preset or binding is wrong."""


class SourceError(LivefocusError):
    """A source cannot be opened or read."""


class SourceLostError(SourceError):
    """A source that worked went away; it may come back."""


class DepthError(LivefocusError):
    """Depth cannot be had or makes no sense."""


class ModelError(LivefocusError):
    """A model is missing, damaged or of another hash."""


class RenderError(LivefocusError):
    """GL refused."""


class GraphicsMissingError(RenderError):
    """No OpenGL 3.3 context can be made."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place in a text file, as a person counts: lines from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        """Return `path:line`, as editors understand it."""
        return f"{self.path}:{self.line}"


class ShaderCompileError(RenderError):
    """A shader does not compile or link; `place` is the real file and line, through every include."""

    def __init__(self, place: SourceLine, reason: str) -> None:
        super().__init__(f"{place}: {reason}", "mend the shader; the old program stays in use where there was one")
        self.place = place


class SinkError(LivefocusError):
    """A sink cannot be opened or refuses a picture."""


class ControlError(LivefocusError):
    """A control surface cannot be opened or sent nonsense."""


class PluginError(LivefocusError):
    """A named part is not there or does not load."""
