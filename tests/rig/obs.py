"""A real OBS, started on a screen of its own in a network of its own.

obs-websocket listens on every interface, so OBS runs in a network namespace in which there is nothing but a loopback;
whatever is to reach it is started in there too.
"""

from __future__ import annotations

import base64
import io
import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.rig import obs_hand
from tests.rig.processes import LIVEFOCUS, Program, wait_for

ADDRESS = "127.0.0.1:4455"
PASSWORD = "rig-secret"
START_S = 180
"""OBS is there in two seconds on a quiet machine."""
END_S = 20
WITHOUT_OPENCV_S_QT = ["env", "-u", "QT_QPA_PLATFORM_PLUGIN_PATH", "-u", "QT_QPA_FONTDIR"]
"""Its wheel points every Qt started from here at its own plugins, as soon as it is imported."""
SIZE = (320, 180)

GLOBAL = f"""[General]
Pre19Defaults=false
Pre21Defaults=false
Pre23Defaults=false
Pre24.1Defaults=false
FirstRun=true
LastVersion=486539266
EnableAutoUpdates=false
[Basic]
Profile=livefocus
ProfileDir=livefocus
SceneCollection=livefocus
SceneCollectionFile=livefocus
[OBSWebSocket]
FirstLoad=false
ServerEnabled=true
ServerPort=4455
AlertsEnabled=false
AuthRequired=true
ServerPassword={PASSWORD}
[Video]
Renderer=OpenGL
"""
PROFILE = f"""[General]
Name=livefocus
[Video]
BaseCX={SIZE[0]}
BaseCY={SIZE[1]}
OutputCX={SIZE[0]}
OutputCY={SIZE[1]}
FPSType=0
FPSCommon=30
[Audio]
SampleRate=48000
"""


class Network:
    """A network of its own, in which programs can be started."""

    def __init__(self, holder: Program) -> None:
        self._namespace = f"--net=/proc/{holder.process.pid}/ns/net"

    def inside(self, command: list[str]) -> list[str]:
        """Return the command that runs a command in it."""
        return ["nsenter", self._namespace, "--", *command]


@contextmanager
def network(folder: Path) -> Iterator[Network]:
    """Make a network with a loopback and nothing else; needs root."""
    hold = "ip link set lo up && echo ready && exec sleep 3600"  # an end even where nobody is left to end it
    with Program(["unshare", "-n", "--", "sh", "-c", hold], folder / "network.log") as holder:
        holder.wait_until(lambda: holder.has_said("ready"), 20, "a network of our own")
        yield Network(holder)


def prepare(
    home: Path, scenes: tuple[str, ...], script: Path | None = None, script_settings: Mapping[str, Any] | None = None
) -> None:
    """Write OBS's settings: no wizard, the websocket on, these scenes, this script."""
    config = home / ".config" / "obs-studio"
    for folder in ("basic/profiles/livefocus", "basic/scenes"):
        (config / folder).mkdir(parents=True, exist_ok=True)
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    (config / "global.ini").write_text(GLOBAL)
    (config / "basic/profiles/livefocus/basic.ini").write_text(PROFILE)
    empty = {"custom_size": False, "id_counter": 0, "items": []}
    collection = {
        "name": "livefocus",
        "current_scene": scenes[0],
        "current_program_scene": scenes[0],
        "scene_order": [{"name": scene} for scene in scenes],
        "sources": [{"id": "scene", "versioned_id": "scene", "name": scene, "settings": empty} for scene in scenes],
        "groups": [],
        "transitions": [],
        "quick_transitions": [],
        "modules": {"scripts-tool": [{"path": str(script), "settings": dict(script_settings or {})}] if script else []},
    }
    (config / "basic/scenes/livefocus.json").write_text(json.dumps(collection))


class Studio:
    """One OBS, from its start to its end, and a hand on it.

    Attributes
    ----------
    program
        OBS itself.
    home
        Its home folder.
    """

    def __init__(self, program: Program, hand: Program, home: Path) -> None:
        self.program = program
        self.home = home
        self._hand = hand
        self._asked = 0

    def ask(self, request: str, **data: Any) -> dict[str, Any]:
        """Send an obs-websocket request and return its answer."""
        self._asked += 1
        self._hand.tell(json.dumps({"request": request, "data": data}))
        self._hand.wait_until(lambda: self._hand.said.count("\n") > self._asked, 60, request)
        answer = json.loads(self._hand.said.splitlines()[self._asked])
        assert answer["ok"], f"OBS does not do {request} {data}"
        return dict(answer["data"])

    @property
    def scene(self) -> str:
        """The scene on program."""
        return str(self.ask("GetCurrentProgramScene")["currentProgramSceneName"])

    @scene.setter
    def scene(self, name: str) -> None:
        self.ask("SetCurrentProgramScene", sceneName=name)

    def picture(self, source: str) -> NDArray[np.uint8]:
        """What OBS sees of a source, RGB."""
        shot = self.ask("GetSourceScreenshot", sourceName=source, imageFormat="png")["imageData"]
        picture = Image.open(io.BytesIO(base64.b64decode(shot.split(",", 1)[1]))).convert("RGB")
        return np.asarray(picture, np.uint8)

    def quit(self) -> None:
        """End OBS as its user would; where it hangs while it ends, which OBS 29 does now and then, by force."""
        self.program.process.send_signal(signal.SIGINT)
        if not wait_for(lambda: not self.program.running, END_S):
            self.program.process.kill()
            self.program.process.wait(10)


@contextmanager
def studio(net: Network, folder: Path, display: str, environment: Mapping[str, str] | None = None) -> Iterator[Studio]:
    """Start OBS in a folder that `prepare` made its home, and wait until it answers."""
    home = folder / "home"
    inside = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "DISPLAY": display,
    }
    inside |= {"QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1", "LP_NUM_THREADS": "1", **(environment or {})}
    command = [*WITHOUT_OPENCV_S_QT, "obs", "--profile", "livefocus", "--collection", "livefocus", "--multi"]
    command += ["--disable-missing-files-check", "--websocket_ipv4_only"]
    log, hand_log = (folder / f"{name}-{len(list(folder.glob('obs-*')))}.log" for name in ("obs", "hand"))
    hand_command = [LIVEFOCUS[0], obs_hand.__file__, f"ws://{ADDRESS}", PASSWORD]
    with Program(net.inside(command), log, inside) as program, Program(net.inside(hand_command), hand_log) as hand:
        try:
            program.wait_until(lambda: hand.has_said("ready"), START_S, "OBS")
        except AssertionError as error:
            raise AssertionError(f"{error}\nthe hand said:\n{hand.said[-3000:]}") from error
        made = Studio(program, hand, home)
        made.ask("SetCurrentSceneTransition", transitionName="Cut")  # while OBS fades it takes no other scene
        try:
            yield made
        except BaseException:
            print(f"OBS said:\n{program.said[-3000:]}")
            raise
        if program.running:  # at SIGTERM it does not end
            made.quit()
