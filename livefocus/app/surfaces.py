"""The surfaces of a live show: OSC, the web page, OBS; made, and their threads started, where settings ask for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from livefocus.app.threads import Crew
from livefocus.control.remote.address import NONE, Address, parse_address
from livefocus.control.remote.pairing import show_pairing
from livefocus.control.surface import Surface
from livefocus.errors import ControlError
from livefocus.settings import ShowSettings


def make_surfaces(settings: ShowSettings, crew: Crew, notify: Callable[[str], None]) -> list[Surface]:
    """Make the surfaces that were asked for.

    Raises
    ------
    ControlError
        One cannot be had; says what to do.
    """
    surfaces: list[Surface] = []
    if settings.remote != NONE:
        surfaces += _remote(parse_address(settings.remote), crew, notify)
    if settings.osc_to and settings.osc == NONE:
        raise ControlError("--osc-to sends from the port of --osc, and there is none", "add --osc PORT")
    if settings.osc != NONE:
        surfaces.append(_osc(parse_address(settings.osc), [parse_address(to) for to in settings.osc_to], crew, notify))
    if settings.obs is not None:
        surfaces.append(_obs(settings.obs, settings.obs_map, crew, notify))
    return surfaces


def _remote(wanted: Address, crew: Crew, notify: Callable[[str], None]) -> list[Surface]:
    """Start the web page and the local API; a show goes on without where no port is to be had."""
    from livefocus.control.remote.server import RemoteServer  # noqa: PLC0415 - a web server: not for those who want none

    try:
        server = RemoteServer(wanted, notify)
    except ControlError as error:
        notify(f"{error}; the show goes on without its web page")
        return []
    crew.start(server.name, server.run, server.close, server.stop)
    if wanted.port not in (0, server.address.port):
        notify(f"port {wanted.port} is taken; the web page is at {server.url}")
    else:
        notify(f"the web page is at {server.url}")
    if server.access.needs_pairing:
        show_pairing(server.pairing_url, notify)
    return [server]


def _osc(wanted: Address, to: list[Address], crew: Crew, notify: Callable[[str], None]) -> Surface:
    from livefocus.control.osc import OscSurface  # noqa: PLC0415 - each surface loads its own library

    surface = OscSurface(wanted, notify, to)
    if not wanted.is_loopback:
        notify(f"OSC knows no passwords: everybody who can send to {surface.address} can move focus")
    crew.start(surface.name, surface.step, surface.close, surface.stop)
    notify(f"OSC: listening at {surface.address}")
    return surface


def _obs(address: str, table: Path | None, crew: Crew, notify: Callable[[str], None]) -> Surface:
    from livefocus.control.obs import ObsSurface  # noqa: PLC0415 - each surface loads its own library
    from livefocus.control.obs_table import load_obs_bindings, open_to_others, parse_obs_address, read_password  # noqa: PLC0415

    surface = ObsSurface(load_obs_bindings(table), read_password, notify, parse_obs_address(address))
    if warning := open_to_others():
        notify(warning)
    crew.start("obs", surface.work, lambda: None, surface.stop)
    return surface
