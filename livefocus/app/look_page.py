"""The page of looks: every look with its picture and its fields, and every field with its range, out of `settings`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from livefocus.settings import Look, LookAperture, LookGrade, LookLens

SECTIONS: Mapping[str, type[BaseModel]] = {"lens": LookLens, "aperture": LookAperture, "grade": LookGrade}

INTRO = """# Looks

A look is optics and finish, never a move: any look goes with any move. `--look NAME` takes one of these, or a `.toml`
file of your own (`livefocus presets looks` lists the files to start from). What a look leaves out stands as in neutral.

Each picture shows the built-in café, focused on the couple, and lights at night before and behind a plane in focus.
This page and its pictures are made by

```console
$ livefocus presets sheet -o docs/pictures --page docs/looks.md
```
"""


def look_page(looks: Mapping[str, Look], picture_of: Mapping[str, str]) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    looks
        By name.
    picture_of
        Path of each look's picture, as the page has to write it.
    """
    parts = [INTRO, *(_look(name, look, picture_of[name]) for name, look in looks.items()), "## Every field\n"]
    parts += [_fields(name, model) for name, model in SECTIONS.items()]
    return "\n".join(parts)


def _look(name: str, look: Look, picture: str) -> str:
    lines = [f"## {look.title} (`{name}`)", "", look.description, "", f"![{look.title}]({picture})", ""]
    for section in SECTIONS:
        given = getattr(look, section).model_dump(exclude_unset=True)
        if given:
            lines.append(f"- **{section}**: " + ", ".join(f"`{key}` {_number(value)}" for key, value in given.items()))
    return "\n".join([*lines, ""])


def _fields(section: str, model: type[BaseModel]) -> str:
    rows = ["| field | default | range | what it is |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        rows.append(f"| `{name}` | {_number(field.default)} | {_range(field.metadata)} | {field.description} |")
    return "\n".join([f"### [{section}]", "", *rows, ""])


def _range(metadata: Iterable[Any]) -> str:
    bounds: dict[str, float] = {}
    for each in metadata:
        bounds |= {key: getattr(each, key) for key in ("ge", "gt", "le", "lt") if hasattr(each, key)}
    least = _number(bounds["ge"]) if "ge" in bounds else f"above {_number(bounds['gt'])}"
    return f"{least} to {_number(bounds['le'])}"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
