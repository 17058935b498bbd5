"""A MIDI controller with one knob, as a program of its own: a port others connect to, and a hand that turns.

    python knob.py BACKEND CONTROL

Reads lines of `VALUE SECONDS` and turns from where it is to that value (0…127) in that time, sending every step a knob
would send; answers each line with `at VALUE` when it is there.
"""

from __future__ import annotations

import sys
import time

import mido

CLIENT = "rig-controller"
SETTLING = 3
SETTLING_PAUSE_S = 0.15


def turn(port: mido.ports.BaseOutput, control: int, first: int, last: int, duration_s: float) -> None:
    """Send every value from `first` to `last`, evenly in time."""
    step = 1 if last >= first else -1
    values = range(first + step, last + step, step) if last != first else [last]
    for value in values:
        port.send(mido.Message("control_change", control=control, value=value))
        time.sleep(duration_s / len(values))
    for _ in range(SETTLING):  # a hand at rest still trembles; and JACK drops what an overloaded client's cycle missed
        time.sleep(SETTLING_PAUSE_S)
        port.send(mido.Message("control_change", control=control, value=last))


def main(backend: str, control: int) -> None:
    """Open the port and obey until standard input ends."""
    mido.set_backend(f"mido.backends.rtmidi/{backend}")
    at = 0
    with mido.open_output("knob", virtual=True, client_name=CLIENT) as port:
        print("ready", flush=True)
        for line in sys.stdin:
            value, seconds = line.split()
            turn(port, control, at, int(value), float(seconds))
            at = int(value)
            print(f"at {at}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
