from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from livefocus.control.remote.instance import announce, instance_folder, running
from livefocus.errors import ControlError
from tests.control.remote.stage import Stage, until


@pytest.fixture(autouse=True)
def own_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return runtime


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def livefocus(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "livefocus", *words], capture_output=True, text=True, check=False)


def test_an_action_reaches_the_running_show(stage: Stage) -> None:
    sent = livefocus("send", "rack", "b", "1.5", "quint")
    assert (sent.returncode, sent.stdout, sent.stderr) == (0, "", "")
    sent = livefocus("send", "mark c 0.25", "nudge -0.02")
    assert (sent.returncode, sent.stdout, sent.stderr) == (0, "mark C is at 0.250\n", "")
    sent = livefocus("send", "fnumber", "-1")
    assert sent.returncode == 0
    until(lambda: stage.done == ["rack b 1.5 quint", "mark c 0.25", "nudge -0.02", "fnumber -1"])


def test_what_is_not_understood_is_one_line_and_a_status(stage: Stage) -> None:
    sent = livefocus("send", "rack", "b", "1.5", "wobbly")
    assert sent.returncode == 1
    assert sent.stderr.count("\n") == 1
    assert "there is no curve 'wobbly'" in sent.stderr
    sent = livefocus("send", "--json", "wobble")
    assert sent.returncode == 1
    assert json.loads(sent.stdout)["ok"] is False


def test_what_cannot_be_done_is_one_line_and_a_status(stage: Stage) -> None:
    sent = livefocus("send", "rack", "h")
    assert sent.returncode == 1
    assert sent.stderr.startswith("livefocus: there is nothing called 'h' to rack to")
    assert stage.done == ["rack h"]


def test_it_says_where_nothing_runs() -> None:
    sent = livefocus("send", "swap")
    assert sent.returncode == 1
    assert sent.stderr == "livefocus: no show is running: start one with `livefocus run`\n"
    assert livefocus("send").returncode == 2


def test_questions_are_answered(stage: Stage) -> None:
    until(lambda: stage.ask("GET", "/api/state")[0] == 200)
    assert json.loads(livefocus("send", "state").stdout)["marks"]["a"]["inverse_depth"] == 0.72
    assert "swap\n" in livefocus("send", "actions").stdout
    assert json.loads(livefocus("send", "--json", "actions").stdout)["bindable"]


def test_the_newest_of_several_is_meant_unless_a_port_is_given(stage: Stage) -> None:
    newer = Stage()
    try:
        assert livefocus("send", "swap").returncode == 0
        assert livefocus("send", "--port", str(stage.port), "rack", "a").returncode == 0
        assert livefocus("send", "--port", "1", "rack", "a").returncode == 1
        until(lambda: (newer.done, stage.done) == (["swap"], ["rack a"]))
    finally:
        newer.close()


def test_it_needs_none_of_the_heavy_rooms(stage: Stage) -> None:
    code = (
        "import sys; from livefocus.__main__ import main; sys.argv = ['livefocus', 'send', 'swap']\n"
        "try: main()\nexcept SystemExit as end: assert end.code == 0\n"
        "print([name for name in ('numpy', 'typer', 'rich', 'pydantic', 'starlette') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_the_instance_file_is_for_this_user_only_and_goes_with_the_show(stage: Stage) -> None:
    (path,) = instance_folder().glob("*.json")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [instance.port for instance in running()] == [stage.port]
    stage.close()
    assert not path.exists()


def test_what_a_dead_show_left_behind_is_cleared_away() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    path = announce("127.0.0.1", 7380, "token")
    stale = path.with_name("stale.json")
    stale.write_text(path.read_text().replace(f'"pid": {os.getpid()}', f'"pid": {ended.pid}'))
    broken = path.with_name("broken.json")
    broken.write_text("{")
    assert [instance.pid for instance in running()] == [os.getpid()]
    assert not stale.exists()
    assert not broken.exists()
    stale.write_text("{")
    announce("127.0.0.1", 7380, "token")
    assert not stale.exists()


def test_a_show_that_hangs_or_was_replaced_is_not_taken_for_one() -> None:
    announce("127.0.0.1", 9, "token")  # alive, but nobody listens there
    assert livefocus("send", "swap").stderr.startswith("livefocus: no show is running")


def test_a_folder_others_can_write_to_is_not_believed(own_runtime: Path) -> None:
    folder = own_runtime / "livefocus" / "instances"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    (folder / "1-7380.json").write_text("{}")
    assert running() == []
    with pytest.raises(ControlError, match="is not yours alone"):
        announce("127.0.0.1", 7380, "token")


def test_the_code_is_shown_to_who_asks_for_it() -> None:
    assert "no show is running" in livefocus("pair").stderr
    wide = Stage("0.0.0.0")
    try:
        shown = livefocus("pair")
        assert shown.returncode == 0
        assert shown.stdout.rstrip().endswith(wide.server.pairing_url)
        assert "█" in shown.stdout
    finally:
        wide.close()
    alone = Stage()
    try:
        shown = livefocus("pair")
        assert "needs no pairing" in shown.stderr
        assert shown.stdout == ""
    finally:
        alone.close()
