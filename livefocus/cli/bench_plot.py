"""The two curves of `livefocus bench --plot`: milliseconds over K, and over the number of pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from livefocus.errors import SettingsError, SinkError


def require_matplotlib() -> None:
    """Say how to get it, before anything is measured; raises `SettingsError`."""
    try:
        import matplotlib.figure  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise SettingsError("drawing a plot needs matplotlib", "pip install 'livefocus[plot]'") from error


def draw_curves(report: dict[str, Any], path: Path) -> None:
    """Draw the curves of a report into a PNG. Both axes start at nothing, so that a slope is what it looks like.

    Raises
    ------
    SinkError
        The file cannot be written.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra

    figure = Figure(figsize=(11, 4.5), layout="constrained")
    figure.suptitle(f"livefocus bench: {report['renderer']}")
    over_k, over_sizes = figure.subplots(1, 2)
    rows = report["over_k"]
    _draw(over_k, [row["blur_px"] for row in rows], rows, f"K in px, at {report['size']}")
    rows = report["over_sizes"]
    megapixels = [_megapixels(row["size"]) for row in rows]
    _draw(over_sizes, megapixels, rows, "megapixels, K in proportion to the width")
    try:
        figure.savefig(path, format="png", dpi=120)
    except OSError as error:
        raise SinkError(
            f"cannot write {path} ({error.strerror or error})", "give a path that can be written"
        ) from error


def _draw(axes: Any, across: list[float], rows: list[dict[str, Any]], label: str) -> None:
    for key, name in (("lens_ms", "lens"), ("copy_ms", "copy")):
        axes.plot(across, [row[key] for row in rows], marker="o", label=name)
    for x, row in zip(across, rows, strict=True):
        axes.annotate(
            f"{row['ratio']:.1f}×", (x, row["lens_ms"]), textcoords="offset points", xytext=(0, 7), ha="center"
        )
    axes.set(xlabel=label, ylabel="milliseconds a picture")
    axes.set_xlim(0.0, 1.08 * max(across))
    axes.set_ylim(0.0, 1.15 * max(row["lens_ms"] for row in rows))
    axes.legend()
    axes.grid(alpha=0.3)


def _megapixels(size: str) -> float:
    width, height = size.split("x")
    return int(width) * int(height) / 1e6
