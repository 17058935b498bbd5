"""The surfaces a show is asked to have: OSC on a port of its own and a thread of its own."""

from __future__ import annotations

import threading
import time

import pytest
from pythonosc.udp_client import SimpleUDPClient

from livefocus.app.surfaces import make_surfaces
from livefocus.app.threads import Crew
from livefocus.control.actions import Swap
from livefocus.errors import ControlError
from livefocus.settings import ShowSettings


def test_osc_listens_where_it_is_told_and_is_gone_with_the_show() -> None:
    said: list[str] = []
    with Crew(said.append) as crew:
        (osc,) = make_surfaces(ShowSettings(osc="0.0.0.0:0"), crew, said.append)
        assert said[0].startswith("OSC knows no passwords")
        client = SimpleUDPClient("127.0.0.1", int(said[1].rpartition(":")[2]))
        client.send_message("/livefocus/swap", [])
        until = time.monotonic() + 20.0
        actions = osc.take_actions()
        while not actions and time.monotonic() < until:
            time.sleep(0.02)
            actions = osc.take_actions()
        client._sock.close()  # it has no way to be closed
        assert actions == [Swap()]
    assert not [thread for thread in threading.enumerate() if thread.name == "livefocus-osc"]


def test_nobody_is_told_without_a_port_to_tell_them_from() -> None:
    with Crew(print) as crew, pytest.raises(ControlError, match="add --osc PORT"):
        make_surfaces(ShowSettings(osc_to=("127.0.0.1:9001",)), crew, print)
