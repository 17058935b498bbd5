"""From `--depth SPEC` to an engine behind the guard.

Knows every engine by name; the engines know nothing of each other. Third parties add theirs by an entry point in the
group `livefocus.depth`: a factory that takes the text behind the colon of `name:text` and returns a `DepthEstimator`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from livefocus import plugins
from livefocus.depth.closer import CloserMatte
from livefocus.depth.constant import ConstantDepth, GradientDepth, StandInDepth
from livefocus.depth.edges import EdgeGuidedDepth
from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.fused import FusedDepth
from livefocus.depth.guard import GuardedEstimator, Report, warn
from livefocus.depth.matte import MatteDepth
from livefocus.depth.network import NETWORKS, STUDENT
from livefocus.depth.scene import SceneDepth
from livefocus.depth.sidecar import SidecarDepth, reader_for
from livefocus.depth.stabilise import StabilisedDepth
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, PluginError

GROUP = "livefocus.depth"

MATTE_ENGINE = "selfie"
"""What may stand behind a plus: its silhouettes and the other's depth."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What an engine may want to know when it is made."""

    text: str
    store: ModelStore
    source_has_depth: bool
    frame_count: int | None
    threads: int
    report: Report


def make_estimator(
    spec: str,
    *,
    source_has_depth: bool,
    store: ModelStore,
    live: bool = False,
    frame_count: int | None = None,
    threads: int = 1,
    steady: bool = True,
    report: Report = warn,
) -> GuardedEstimator:
    """Return the engine for `spec`, not yet open.

    Parameters
    ----------
    spec
        `auto`, `scene`, `tcsmall`, `student`, `selfie`, `midas-small`, `depth-anything-v2-small`, `sidecar:PATH`
        or just a path, `matte:PATH`, `constant:Q`, `gradient`, an entry point's name (`name` or `name:text`), or any
        network or entry point and the matte together: `tcsmall+selfie`.
    source_has_depth
        Whether the source's frames carry `inverse_depth`.
    store
        Where weights are.
    live
        True: a bad map holds the last good one. False: it is an error.
    frame_count
        `SourceInfo.frame_count`, for sidecars of looped clips.
    threads
        Processor threads a network may use for one map.
    steady
        Whether a network's maps are brought to one scale and made quiet over time (`stabilise.py`); live, the network
        then rests while nothing moves.
    report
        Takes a line for the user when depth is held.

    Raises
    ------
    DepthError
        Where there is no such engine, or its text makes no sense.
    PluginError
        Where an entry point is there and does not load.
    """
    inner = _make(_Wish(spec, store, source_has_depth, frame_count, threads, report))
    is_network = _is_network(inner)
    if steady and is_network:
        # A guard of its own inside: a bad map must not get into what is remembered of the shot.
        inner = StabilisedDepth(GuardedEstimator(inner, flat_is_wrong=True), skip_still=live)
    if inner.own_thread or isinstance(inner, SidecarDepth | SceneDepth):
        inner = EdgeGuidedDepth(inner, may_lag=live and inner.own_thread)
    return GuardedEstimator(inner, flat_is_wrong=is_network, live=live, report=report)


def _make(wish: _Wish) -> DepthEstimator:
    """Make the bare engine; `wish.text` is the whole of what `--depth` was given."""
    if fused := _fused(wish):
        return fused
    name, _, text = wish.text.partition(":")
    maker = _MAKERS.get(name)
    if maker is None:
        return _other(wish.text, wish)
    if text and name not in _TAKING_TEXT:
        raise DepthError(f"the depth engine '{name}' takes nothing behind a colon", f"write --depth {name}")
    return maker(replace(wish, text=text))


def _fused(wish: _Wish) -> DepthEstimator | None:
    """Return depth and matte together for `NAME+selfie`; None where that is not what was asked for."""
    name, plus, matte = wish.text.rpartition("+")
    if not plus or matte != MATTE_ENGINE or Path(wish.text).expanduser().exists():
        return None
    inner = _make(replace(wish, text=name))
    if not inner.own_thread:
        raise DepthError(f"'{name}' is exact already", f"write --depth {name}, without the matte")
    return FusedDepth(inner, _make(replace(wish, text=matte)))


def _is_network(engine: DepthEstimator) -> bool:
    return any(network.name == engine.name.split("+")[0] for network in (*NETWORKS, STUDENT))


def engine_names() -> list[str]:
    """Return what `--depth` takes, as a user would type it."""
    return [*_FORMS, f"tcsmall+{MATTE_ENGINE}", *plugins.names(GROUP)]


def _auto(wish: _Wish) -> DepthEstimator:
    if wish.source_has_depth:
        return SceneDepth()
    try:
        if wish.store.find("tcsmall") is not None:
            return _with_matte(_network("tcsmall")(wish), wish)
        return _student(wish, because_of_auto=True)
    except ImportError:  # no ONNX Runtime on this machine, or one that does not load
        return StandInDepth()


def _with_matte(depth: DepthEstimator, wish: _Wish) -> DepthEstimator:
    """Return depth with the matte's silhouettes where the matte is on this machine; the name says so."""
    return depth if wish.store.find(MATTE_ENGINE) is None else FusedDepth(depth, _selfie(wish))


def _student(wish: _Wish, *, because_of_auto: bool = False) -> DepthEstimator:
    from livefocus.depth.student import NOTICE, StudentDepth  # noqa: PLC0415 - as below

    return StudentDepth(threads=wish.threads, notice=NOTICE if because_of_auto else "")


def _network(name: str) -> Callable[[_Wish], DepthEstimator]:
    def make(wish: _Wish) -> DepthEstimator:
        from livefocus.depth.onnx import OnnxDepth  # noqa: PLC0415 - the runtime is heavy: only where a network runs

        signature = next(network for network in NETWORKS if network.name == name)
        return OnnxDepth(signature, wish.store, threads=wish.threads)

    return make


def _selfie(wish: _Wish) -> DepthEstimator:
    from livefocus.depth.selfie import SelfieDepth  # noqa: PLC0415 - as above

    return CloserMatte(SelfieDepth(wish.store))


def _constant(wish: _Wish) -> DepthEstimator:
    try:
        inverse_depth = float(wish.text)
    except ValueError as error:
        raise DepthError(f"'{wish.text}' is not an inverse depth", "write it as in constant:0.5") from error
    if not math.isfinite(inverse_depth):
        raise DepthError(f"constant:{wish.text} is not a plane", "write it as in constant:0.5")
    return ConstantDepth(inverse_depth)


def _sidecar(wish: _Wish) -> DepthEstimator:
    path = _path(wish.text, "sidecar")
    return SidecarDepth(reader_for(path), path, frame_count=wish.frame_count, report=wish.report)


def _matte(wish: _Wish) -> DepthEstimator:
    path = _path(wish.text, "matte")
    return MatteDepth(reader_for(path), path, frame_count=wish.frame_count, report=wish.report)


def _path(text: str, engine: str) -> Path:
    if not text:
        raise DepthError(f"{engine} needs a path", f"write it as in {engine}:PATH")
    return Path(text).expanduser()


def _other(spec: str, wish: _Wish) -> DepthEstimator:
    """Look for an entry point, then for a file of that name."""
    name, _, text = spec.partition(":")
    if name in plugins.names(GROUP):
        return _from_plugin(name, text)
    if spec and (Path(spec).expanduser().exists() or "/" in spec or "\\" in spec or Path(spec).suffix):
        return _sidecar(wish)
    raise DepthError(f"there is no depth engine '{spec}'", "there is " + ", ".join(engine_names()) + ", or a path")


def _from_plugin(name: str, text: str) -> DepthEstimator:
    factory = plugins.load(GROUP, name)
    try:
        estimator: DepthEstimator = factory(text)
    except Exception as error:
        raise PluginError(f"the depth engine '{name}' does not start ({error})", "see its own documentation") from error
    return estimator


_MAKERS: dict[str, Callable[[_Wish], DepthEstimator]] = {
    "auto": _auto,
    "scene": lambda _: SceneDepth(),
    **{network.name: _network(network.name) for network in NETWORKS},
    "student": _student,
    "selfie": _selfie,
    "sidecar": _sidecar,
    "matte": _matte,
    "constant": _constant,
    "gradient": lambda _: GradientDepth(),
}

_TAKING_TEXT = {"sidecar": "PATH", "matte": "PATH", "constant": "Q"}
_FORMS = [f"{name}:{_TAKING_TEXT[name]}" if name in _TAKING_TEXT else name for name in _MAKERS]
