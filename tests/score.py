"""Print how true the lens is, picture by picture: `python -m tests.score --help`.

Truth is traced once and kept (`tests.scenes.truth`). With `--out` each case leaves a sheet to be looked at: what went
in, its depth, the truth, what each rival made, and four times our difference from the truth around grey.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np

from livefocus.render.context import make_standalone_context
from tests.scenes import MATTES, SCENES
from tests.scenes.canvas import encoded
from tests.scenes.case import Case
from tests.scenes.judge import Pixels, Score, edge_band, judge
from tests.scenes.rivals import RIVALS
from tests.scenes.truth import truth

SCENE_HELP = f"any of {', '.join(SCENES)} (all if none is named); of mattes: {', '.join(each.name for each in MATTES)}"
COLUMNS = ("psnr_db", "ssim", "edge_psnr_db", "edge_ssim")


def main() -> None:
    """Parse the command line, judge, print, and leave sheets."""
    options = _options()
    context = make_standalone_context()
    size = tuple(int(part) for part in options.size.split("x"))
    rows: list[tuple[str, str, bool, Score]] = []
    known = {**SCENES, **{scene.name: scene for scene in MATTES}}
    for name in options.scenes or SCENES:
        scene = known[name]
        for case in scene.cases((size[0], size[1])):
            true_picture = encoded(truth(case))
            band = edge_band(case)
            pictures = {rival: RIVALS[rival](context, case) for rival in options.rivals.split(",")}
            for rival, picture in pictures.items():
                rows.append((case.name, rival, scene.place, judge(picture, true_picture, band)))
                print(_line(*rows[-1]), flush=True)
            if options.out:
                _leave_sheet(options.out, case, true_picture, pictures)
    _print_means(rows)
    if options.bars:
        _print_bars(rows)
    if options.csv:
        _write_csv(options.csv, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.score", description=__doc__.splitlines()[0])
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=SCENE_HELP)
    parser.add_argument("--size", default="1280x720", help="WIDTHxHEIGHT (1280x720)")
    parser.add_argument("--rivals", default="ours", help=f"comma-separated, of {', '.join(RIVALS)} (ours)")
    parser.add_argument("--out", type=Path, help="folder for the sheets")
    parser.add_argument("--csv", type=Path, help="file for the table")
    parser.add_argument("--bars", action="store_true", help="print ours as the bars of tests/render, less a margin")
    return parser.parse_args()


def _line(name: str, rival: str, _place: bool, score: Score) -> str:
    numbers = f"{score.psnr_db:6.2f} dB  {score.ssim:.4f}   edges {score.edge_psnr_db:6.2f} dB  {score.edge_ssim:.4f}"
    return f"{name:20} {rival:8} {numbers}"


def _print_means(rows: list[tuple[str, str, bool, Score]]) -> None:
    """Print each rival's mean over the places: charts are judged one by one, not on average."""
    for rival in dict.fromkeys(row[1] for row in rows):
        scores = [row[3] for row in rows if row[1] == rival and row[2]]
        if scores:
            means = [float(np.nanmean([getattr(score, column) for score in scores])) for column in COLUMNS]
            print(_line("mean of places", rival, True, Score(*means)))


def _print_bars(rows: list[tuple[str, str, bool, Score]]) -> None:
    """Print what `tests/render/test_truth_scenes.py` holds, for when the lens was meant to change."""
    for name, rival, _, score in rows:
        if rival == "ours":
            edge = "" if np.isnan(score.edge_psnr_db) else f", {score.edge_psnr_db - 0.8:.1f}"
            print(f'    "{name}": Bar({score.psnr_db - 0.6:.1f}, {score.ssim - 0.004:.3f}{edge}),')


def _write_csv(path: Path, rows: list[tuple[str, str, bool, Score]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("picture", "rival", "place", *COLUMNS))
        for name, rival, place, score in rows:
            writer.writerow((name, rival, int(place), *(getattr(score, column) for column in COLUMNS)))


def _leave_sheet(folder: Path, case: Case, true_picture: Pixels, pictures: dict[str, Pixels]) -> None:
    """Write one contact sheet, two pictures a row."""
    folder.mkdir(parents=True, exist_ok=True)
    depth = np.repeat((np.clip(case.inverse_depth(), 0, 1)[..., None] * 255).astype(np.uint8), 3, axis=2)
    first = next(iter(pictures.values()))
    off = np.clip(128.0 + 4.0 * (first.astype(np.float32) - true_picture), 0, 255).astype(np.uint8)
    tiles = [case.sharp_pixels(), depth, true_picture, first, off, *list(pictures.values())[1:]]
    tiles += [np.zeros_like(true_picture)] * (len(tiles) % 2)
    sheet = np.vstack([np.hstack(tiles[i : i + 2]) for i in range(0, len(tiles), 2)])
    cv2.imwrite(str(folder / f"{case.name}.png"), sheet[..., ::-1])


if __name__ == "__main__":
    main()
