"""The guest's runner, with a shell script in place of the machine: when it tries again, and when it must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig import guest_runner
from tests.rig.guest_runner import Guest, GuestError, why_no_guest

UP = "echo 1 > booted"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("LIVEFOCUS_RIG", str(tmp_path / "cache"))
    monkeypatch.setattr(guest_runner, "GRACE_S", 0.5)
    monkeypatch.setattr(guest_runner, "BOOT_LIMIT_S", 2.0)
    return monkeypatch


def run(machine: pytest.MonkeyPatch, folder: Path, script: str, limit_s: float = 5.0) -> guest_runner.GuestResult:
    machine.setattr(guest_runner, "_machine_command", lambda out: ["sh", "-c", f"cd {out}; {script}"])
    return Guest(folder / "out").run(["true"], limit_s=limit_s)


def tries(folder: Path) -> int:
    return len(list((folder / "out").iterdir()))


def test_the_status_is_the_commands_own(machine: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = run(machine, tmp_path, f"{UP}; echo hello; echo status 3 > status")
    assert (result.status, result.console, tries(tmp_path)) == (3, "hello\n", 1), "a failed command is not run again"


def test_a_machine_that_does_not_come_up_is_tried_once_more(machine: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = f"[ -e ../seen ] || {{ touch ../seen; exit 1; }}; {UP}; echo status 0 > status"
    assert run(machine, tmp_path, script).status == 0
    assert tries(tmp_path) == 3, "two tries, and the mark of the first"


def test_a_machine_that_never_comes_up_is_an_error_with_its_last_words(
    machine: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(GuestError, match=r"did not come up, twice(?s:.*)no overlay"):
        run(machine, tmp_path, "echo no overlay")
    assert tries(tmp_path) == 2


def test_a_machine_that_hangs_while_booting_is_ended(machine: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(GuestError, match="did not come up"):
        run(machine, tmp_path, "exec sleep 60")


def test_a_machine_that_hangs_later_is_ended_and_not_tried_again(machine: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(GuestError, match="hung"):
        run(machine, tmp_path, f"{UP}; exec sleep 60", limit_s=0.5)
    assert tries(tmp_path) == 1


def test_compiled_shaders_are_kept_for_the_next(machine: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    run(machine, tmp_path, f"{UP}; mkdir compiled-shaders; echo code > compiled-shaders/one; echo status 0 > status")
    assert (tmp_path / "cache" / "compiled-shaders" / "one").read_text() == "code\n"


def test_a_guest_that_was_not_built_says_how_to_build_it(machine: pytest.MonkeyPatch) -> None:
    machine.setattr("sys.platform", "linux")
    machine.setattr("os.geteuid", lambda: 0)
    machine.setattr("shutil.which", lambda name: name)
    assert "build.sh" in why_no_guest()


def test_a_guest_needs_linux_root_and_an_emulator(machine: pytest.MonkeyPatch) -> None:
    machine.setattr("shutil.which", lambda name: None)
    machine.setattr("os.geteuid", lambda: 0)
    machine.setattr("sys.platform", "linux")
    assert "qemu" in why_no_guest()
    machine.setattr("os.geteuid", lambda: 1000)
    assert "root" in why_no_guest()
    machine.setattr("sys.platform", "darwin")
    assert "Linux" in why_no_guest()
