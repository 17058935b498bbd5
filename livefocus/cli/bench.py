"""`livefocus bench`: how long the lens takes on this machine, as a multiple of a plain copy; or the whole show."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from livefocus.cli.common import notify, parse_size, print_json
from livefocus.errors import SettingsError

if TYPE_CHECKING:
    import moderngl

    from livefocus.render.timing_bench import Timing

DEFAULT_SIZE = (1280, 720)
DEFAULT_BLUR_PX = 32.0
CURVE_BLUR_PX = "8,16,32,48,64"
CURVE_SIZES = "640x360,1280x720,1920x1080,3840x2160"
NAIVE_ROUNDS = 2
DEPTH_SCENE, MAP_OF_SIZE = "dialogue", 4
"""Whose depth is brought from a quarter of the picture's size, about a network's, to the whole."""

EPILOG = """
**Examples**

`livefocus bench` – copy, lens and the gather games use, side by side

`livefocus bench --json --no-naive` – the numbers, quickly, for a program

`livefocus bench --plot bench.png` – curves over K and over the size

`livefocus bench --show --json` – the whole show: clip, depth, lens, NV12, a sink that forgets
"""


def bench(
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT (1280x720)")] = None,
    blur_px: Annotated[
        float, typer.Option(help="K: CoC radius in output pixels per unit of inverse depth", min=0)
    ] = DEFAULT_BLUR_PX,
    rounds: Annotated[int, typer.Option(help="Rounds for each plane of focus; their median counts", min=1)] = 9,
    naive: Annotated[bool, typer.Option("--naive/--no-naive", help="Time the golden-angle gather too: seconds")] = True,
    k: Annotated[str, typer.Option(help=f"Time over K as well, such as {CURVE_BLUR_PX}")] = "",
    sizes: Annotated[str, typer.Option(help=f"Time over sizes as well, such as {CURVE_SIZES}")] = "",
    plot: Annotated[Path | None, typer.Option(help="Draw both curves into a PNG (needs livefocus[plot])")] = None,
    show: Annotated[bool, typer.Option("--show", help="Time the whole show instead")] = False,
    source: Annotated[str | None, typer.Option(help="With --show: a clip in place of the built-in scene's")] = None,
    depth: Annotated[str, typer.Option(help="With --show: depth engine")] = "tcsmall",
    seconds: Annotated[float, typer.Option(help="With --show: how long", min=1)] = 15.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a program to read")] = False,
) -> None:
    """Time the lens beside a plain full-frame copy, in one context and one run."""
    wanted_size = parse_size(size) or DEFAULT_SIZE
    if show:
        from livefocus.cli.bench_show import bench_show  # noqa: PLC0415 - brings every room with it

        report = bench_show(source, depth, wanted_size, blur_px, seconds)
        if as_json:
            print_json(report)
        else:
            _print_show(report)
        return
    report = _bench_lens(wanted_size, blur_px, rounds, naive, k, sizes, plot)
    if as_json:
        print_json(report)
    else:
        _print(report)


def _bench_lens(
    size: tuple[int, int], blur_px: float, rounds: int, naive: bool, k: str, sizes: str, plot: Path | None
) -> dict[str, Any]:
    """Time what was asked for, and draw it where that was asked for too."""
    from livefocus.render.context import make_standalone_context  # noqa: PLC0415 - GL is slow to load

    if plot is not None:
        from livefocus.cli.bench_plot import draw_curves, require_matplotlib  # noqa: PLC0415 - an extra

        require_matplotlib()
        k, sizes = k or CURVE_BLUR_PX, sizes or CURVE_SIZES
    wanted_k = [parse_blur_px(part) for part in k.split(",") if part]
    wanted_sizes = [wanted for part in sizes.split(",") if (wanted := parse_size(part or None))]
    context = make_standalone_context()
    try:
        report = _measure(context, size, blur_px, rounds, NAIVE_ROUNDS if naive else 0)
        report |= _curves(context, size, blur_px, rounds, wanted_k, wanted_sizes)
    finally:
        context.release()
    if plot is not None:
        draw_curves(report, plot)
        notify(f"wrote {plot}")
    return report


def _measure(
    context: moderngl.Context, size: tuple[int, int], blur_px: float, rounds: int, naive_rounds: int
) -> dict[str, Any]:
    """Time the main case and the picture that is sharp all over."""
    from livefocus.render.context import renderer_name  # noqa: PLC0415
    from livefocus.render.timing_bench import scene_picture, time_lens  # noqa: PLC0415

    picture = scene_picture(context, size)
    timing = time_lens(context, picture, blur_px, rounds, min(naive_rounds, rounds))
    sharp = time_lens(context, picture.all_sharp(), blur_px, rounds)
    return {
        "renderer": renderer_name(context),
        "rounds": rounds,
        **_as_row(timing),
        "naive_ms": _rounded(timing.naive_ms),
        "naive_ratio": _rounded(timing.naive_ratio),
        "all_sharp_ms": _rounded(sharp.lens_ms),
        "all_sharp_ratio": _rounded(sharp.ratio),
        **_measure_depth(context, size, rounds),
    }


def _measure_depth(context: moderngl.Context, size: tuple[int, int], rounds: int) -> dict[str, Any]:
    """Time what brings a map of a network's size to the picture's, edges and all: two people who talk."""
    from livefocus.depth.edges import all_moving, sharpened  # noqa: PLC0415
    from livefocus.depth.scaling import shrunk_map  # noqa: PLC0415
    from livefocus.render.timing_bench import scene_picture, time_depth  # noqa: PLC0415

    picture = scene_picture(context, size, DEPTH_SCENE)
    small = shrunk_map(picture.inverse_depth, (max(2, size[0] // MAP_OF_SIZE), max(2, size[1] // MAP_OF_SIZE)))
    # what costs most: everything moves, so that all edges follow every picture
    timing = time_depth(context, picture, *sharpened(small, picture.pixels, all_moving(small)), rounds)
    return {
        "depth_scale_ms": _rounded(timing.scale_ms),
        "depth_edges_ms": _rounded(timing.edges_ms),
        "depth_ratio": _rounded(timing.ratio),
    }


def _curves(
    context: moderngl.Context,
    size: tuple[int, int],
    blur_px: float,
    rounds: int,
    wanted_k: list[float],
    wanted_sizes: list[tuple[int, int]],
) -> dict[str, Any]:
    """Time over K at the one size, and over sizes with K in proportion to the width."""
    from livefocus.render.timing_bench import scene_picture, time_lens, time_over  # noqa: PLC0415

    curves: dict[str, Any] = {}
    if wanted_k:
        over_k = time_over(context, [scene_picture(context, size)], wanted_k, rounds)
        curves["over_k"] = [_as_row(timing) for timing in over_k]
        ratios = [timing.ratio for timing in over_k]
        curves["k_flatness"] = _rounded(max(ratios) / min(ratios))
    if wanted_sizes:
        over_sizes = [
            time_lens(context, scene_picture(context, each), blur_px * each[0] / size[0], rounds)
            for each in wanted_sizes
        ]
        curves["over_sizes"] = [_as_row(timing) for timing in over_sizes]
    return curves


def _as_row(timing: Timing) -> dict[str, Any]:
    """Return a timing as JSON has it, without the gather."""
    row = {key: _rounded(value) for key, value in dataclasses.asdict(timing).items() if isinstance(value, float)}
    row = {key: value for key, value in row.items() if not key.startswith("naive")}
    return {"size": "{}x{}".format(*timing.size), **row}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _print(report: dict[str, Any]) -> None:
    console = Console()
    console.print(f"{report['renderer']}, median of {report['rounds']} rounds a plane of focus", highlight=False)
    table = Table("picture", "K px", "copy ms", "lens ms", "upload ms", "× copy")
    for row in (report, *report.get("over_k", ()), *report.get("over_sizes", ())):
        cells = (row["copy_ms"], row["lens_ms"], row["upload_ms"], row["ratio"])
        table.add_row(row["size"], f"{row['blur_px']:g}", *(f"{cell:.2f}" for cell in cells))
    sharp_ms, sharp_ratio = report["all_sharp_ms"], report["all_sharp_ratio"]
    table.add_row(f"{report['size']} all sharp", "", "", f"{sharp_ms:.2f}", "", f"{sharp_ratio:.2f}")
    depth_ms = report["depth_scale_ms"] + report["depth_edges_ms"]
    table.add_row("depth map to full size", "", "", f"{depth_ms:.2f}", "", f"{report['depth_ratio']:.2f}")
    if report["naive_ms"] is not None:
        naive_ms, naive_ratio = report["naive_ms"], report["naive_ratio"]
        table.add_row("golden-angle gather", f"{report['blur_px']:g}", "", f"{naive_ms:.0f}", "", f"{naive_ratio:.0f}")
    console.print(table)
    if "k_flatness" in report:
        console.print(f"slowest to fastest K: {report['k_flatness']:.2f}", highlight=False)


def _print_show(report: dict[str, Any]) -> None:
    table = Table("the whole show", "", show_header=False)
    for name, value in report.items():
        table.add_row(name, str(value))
    Console().print(table)


def parse_blur_px(text: str) -> float:
    """Read one K of a list; raises `SettingsError`."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 10_000.0:
        raise SettingsError(f"'{text}' is no K", "write pixels per unit of inverse depth, such as 8,16,32")
    return value
