"""Starts the guest of `tests/rig/guest/`, runs one command in it, and brings back what it left in its out folder.

The guest is emulated in software (no KVM needed), so it is slow, and its speed says nothing. Its root is the host's own
`/`, read-only under a layer of memory: the very Python environment that runs the tests runs in the guest too.

Every wait has a limit. A guest that does not come up is tried once more, for a busy machine's sake; a command that
fails is never run again.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent / "guest"

BOOT_LIMIT_S = 180.0
"""10 s on a quiet machine; more with every core taken."""
GRACE_S = 60.0
"""For the guest to end by itself after its command's limit, so that what it left by then can still be read."""


class GuestError(Exception):
    """The guest could not be started, or did not end in time."""


@dataclass(frozen=True, slots=True)
class GuestResult:
    """What a run in the guest left.

    Attributes
    ----------
    status
        Exit status of the command.
    out
        Folder on the host with every file that the command put in `/out`.
    console
        What the guest said on its console; characters may be lost, so judge by files in `out` only.
    duration_s
        Start to power-off.
    """

    status: int
    out: Path
    console: str
    duration_s: float


def cache_folder() -> Path:
    """Where `guest/build.sh` keeps kernel and modules: `$LIVEFOCUS_RIG`, else in the user's cache."""
    if named := os.environ.get("LIVEFOCUS_RIG"):
        return Path(named)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "livefocus-rig"


def why_no_guest() -> str:
    """Return why the guest cannot run here, or nothing where it can."""
    if not sys.platform.startswith("linux"):
        return "the guest needs Linux"
    if os.geteuid() != 0:
        return "the guest needs root: it shows the host's files to its own root user"
    if not shutil.which("qemu-system-x86_64"):
        return "no qemu-system-x86_64: run .ci/system-packages.sh"
    if not (cache_folder() / "built").exists():
        return f"no guest in {cache_folder()}: run tests/rig/guest/build.sh"
    return ""


class Guest:
    """Runs commands, each in a fresh guest.

    Parameters
    ----------
    out_root
        Folder in which each run gets its own folder, shared with the guest as `/out`.
    """

    def __init__(self, out_root: Path) -> None:
        self._out_root = out_root
        self._runs = 0

    def run(self, command: list[str], environment: dict[str, str] | None = None, limit_s: float = 480.0) -> GuestResult:
        """Run `command` as root in a fresh guest.

        Raises
        ------
        GuestError
            It did not come up, twice, or hung; the message ends with the console's last lines. A command that takes
            longer than `limit_s` is no error: it is ended, and its status is 124 (or 137).
        """
        for attempt in (1, 2):
            out = self._new_out(command, environment or {}, limit_s)
            started_s = time.monotonic()
            ended = self._boot_and_wait(out, limit_s)
            console = (out / "console.log").read_text(errors="replace")
            if (out / "status").exists():
                status = int((out / "status").read_text().split()[1])
                _keep_compiled_shaders(out)
                return GuestResult(status, out, console, time.monotonic() - started_s)
            tail = "\n".join(console.splitlines()[-15:])
            if (out / "booted").exists():
                raise GuestError(f"the guest {ended} without leaving a status; console:\n{tail}")
            if attempt == 2:
                raise GuestError(f"the guest did not come up, twice; console:\n{tail}")
        raise AssertionError("unreachable")

    def _new_out(self, command: list[str], environment: dict[str, str], limit_s: float) -> Path:
        self._runs += 1
        out = self._out_root / f"guest-{self._runs}"
        out.mkdir(parents=True)
        lines = [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]
        lines.append(f"exec timeout --kill-after=10 {limit_s:.0f} {shlex.join(command)}")
        (out / "job").write_text("\n".join(lines) + "\n")
        return out

    def _boot_and_wait(self, out: Path, limit_s: float) -> str:
        """Run the machine to its end and return how it ended."""
        started_s = time.monotonic()
        booted_s = 0.0
        with (out / "console.log").open("wb") as console:
            machine = subprocess.Popen(
                _machine_command(out), stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT
            )
            try:
                while machine.poll() is None:
                    age_s = time.monotonic() - started_s
                    if not booted_s and (out / "booted").exists():
                        booted_s = age_s
                    if not booted_s and age_s > BOOT_LIMIT_S:
                        return "hung while booting"
                    if booted_s and age_s > booted_s + limit_s + GRACE_S:
                        return f"hung: it ran {age_s:.0f} s"
                    time.sleep(0.2)
                return f"ended (qemu status {machine.returncode})"
            finally:
                if machine.poll() is None:
                    machine.kill()
                machine.wait(30)


def _keep_compiled_shaders(out: Path) -> None:
    """Keep what Mesa compiled for the next guest; its files are named by a hash of all that they depend on."""
    fresh, kept = out / "compiled-shaders", cache_folder() / "compiled-shaders"
    if fresh.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        shutil.move(fresh, kept)


def _machine_command(out: Path) -> list[str]:
    cache = cache_folder()
    arguments = f"console=ttyS0 quiet panic=-1 mitigations=off nokaslr audit=0 rig_init={HERE / 'second-init'}"
    command = "qemu-system-x86_64 -machine q35 -accel tcg,thread=multi,tb-size=1024 -smp 2 -m 4096"
    # x86-64-v2: qemu64 kills NumPy and OpenCV with SIGILL, and llvmpipe crashes under `max`.
    command += " -cpu Nehalem-v1 -nodefaults -no-user-config -display none -monitor none -serial stdio -no-reboot"
    return [
        *command.split(),
        *["-kernel", str(cache / "vmlinuz"), "-initrd", str(cache / "initramfs.gz")],
        *["-append", f"{arguments} rig_cache={cache}"],
        *["-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"],
        *["-virtfs", f"local,path={out},mount_tag=out,security_model=none"],
    ]
