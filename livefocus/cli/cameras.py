"""`livefocus cameras`: which cameras can be used, and which virtual cameras pictures can be sent to."""

from __future__ import annotations

import dataclasses
import json

import typer
from rich.console import Console
from rich.table import Table


def cameras(as_json: bool = typer.Option(False, "--json", help="Print JSON for a program to read.")) -> None:
    """List cameras, and the virtual cameras to send to.

    Examples: `livefocus cameras`, `livefocus cameras --json`, then `livefocus run --source camera:0 --sink virtualcam`.
    """
    from livefocus.capture.cameras import list_cameras  # noqa: PLC0415 - OpenCV is slow to load
    from livefocus.output.loopback import list_virtual_cameras  # noqa: PLC0415
    from livefocus.output.virtual_camera import INSTALL, platform_key  # noqa: PLC0415

    found = list_cameras()
    virtual = list_virtual_cameras()
    if as_json:
        cameras_out = [dataclasses.asdict(each) for each in found]
        virtual_out = [dataclasses.asdict(each) for each in virtual]
        typer.echo(json.dumps({"cameras": cameras_out, "virtual_cameras": virtual_out}, indent=2))
        return
    console = Console()
    table = Table("camera", "name", "path", "backend", title="Cameras", title_justify="left")
    for camera in found:
        name = f"{camera.name} (virtual)" if camera.virtual else camera.name
        table.add_row(str(camera.index), name, camera.path, camera.backend)
    console.print(table if found else "No camera found.")
    outputs = Table("device", "name", title="Virtual cameras to send to", title_justify="left")
    for device in virtual:
        outputs.add_row(device.device, device.name)
    console.print(outputs if virtual else f"No virtual camera found: {INSTALL[platform_key()]}.", soft_wrap=True)
