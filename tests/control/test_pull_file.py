from __future__ import annotations

from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.control.desk import Desk
from livefocus.control.pull_file import open_trace, read_pull, read_recording
from livefocus.control.vocabulary import parse_action
from livefocus.errors import SettingsError
from livefocus.focus.playback import Playback
from livefocus.focus.trace import TraceRow
from livefocus.state import FocusState

STORY = {
    0: "rack 0.9 1.3 overshoot",
    17: "rack 0.1 2 quint",
    40: "fnumber 2",
    55: "turn focus 0.1",
    60: "turn focus 0.3",
}


def recorded(path: Path, fps: float = 24.0, frames: int = 100) -> list[tuple[FocusState, float]]:
    """Record a pull by hand; returns what the pictures were drawn with."""
    desk = Desk()
    seen = []
    with open_trace(path) as trace:
        for frame in range(frames):
            if frame in STORY:
                desk.act(parse_action(STORY[frame]))
            desk.step(1 / fps if frame else 0.0)
            trace.row(frame / fps, desk.focus, desk.blur_factor)
            seen.append((desk.focus, desk.blur_factor))
    return seen


def test_a_pull_recorded_as_midi_plays_again_to_the_last_bit(tmp_path: Path) -> None:
    path = tmp_path / "pull.mid"
    seen = recorded(path)
    desk = Desk()
    desk.puller.play(read_recording(path))
    for frame, (focus, blur_factor) in enumerate(seen):
        desk.step(1 / 24 if frame else 0.0)
        assert desk.focus == focus
        assert desk.blur_factor == blur_factor


def test_at_another_picture_rate_it_is_the_same_pull(tmp_path: Path) -> None:
    recorded(tmp_path / "slow.mid", 24.0, 54)
    seen = recorded(tmp_path / "quick.mid", 24.0, 54)
    playback = read_recording(tmp_path / "slow.mid")
    for frame in range(530):
        time_s = frame / 240
        plane, velocity = playback.at(time_s)
        step = 1e-6
        slope = (playback.at(time_s + 2e-4 + step).plane - playback.at(time_s + 2e-4 - step).plane) / (2 * step)
        assert velocity == pytest.approx(slope, abs=0.02)
        if frame % 10 == 0:
            assert plane == pytest.approx(seen[frame // 10][0].inverse_depth, abs=1e-12)


def test_a_hand_takes_over_in_flight(tmp_path: Path) -> None:
    path = tmp_path / "pull.mid"
    recorded(path)
    desk = Desk()
    desk.puller.play(read_recording(path))
    desk.step(0.51)
    before = desk.focus
    desk.act(parse_action("rack 0.2 1"))
    assert desk.focus.inverse_depth == pytest.approx(before.inverse_depth, abs=1e-12)
    assert desk.focus.velocity_per_s == pytest.approx(before.velocity_per_s, abs=1e-12)
    assert desk.step(1.1).inverse_depth == 0.2
    assert desk.puller.playing is None


def test_other_programs_see_a_controller_and_what_they_write_is_played(tmp_path: Path) -> None:
    path = tmp_path / "pull.mid"
    recorded(path)
    file = mido.MidiFile(path)
    highs = [message.value for message in file.tracks[0] if message.type == "control_change" and message.control == 1]
    assert max(highs) > 100
    assert file.length == pytest.approx(99 / 24, abs=0.01)
    stripped = mido.MidiFile(ticks_per_beat=480)
    track = stripped.add_track()
    for value in (0, 64, 127):
        track.append(mido.Message("control_change", control=1, value=value, time=480))
    stripped.save(tmp_path / "other.mid")
    rows = read_pull(tmp_path / "other.mid")
    assert [row.time_s for row in rows] == pytest.approx([0.5, 1.0, 1.5])
    assert [row.inverse_depth for row in rows] == pytest.approx([0.0, 64 / 127, 1.0])


def test_stops_beyond_the_usual_are_kept(tmp_path: Path) -> None:
    with open_trace(tmp_path / "far.mid", -2.0, 8.0) as trace:
        for frame in range(5):
            trace.row(frame / 24, FocusState(frame * 2.0 - 2.0, 0.0, 6.0))
    assert [row.inverse_depth for row in read_pull(tmp_path / "far.mid", -2.0, 8.0)] == [-2.0, 0.0, 2.0, 4.0, 6.0]


@given(st.lists(st.floats(0.0, 50.0), min_size=1, max_size=30), st.floats(-5.0, 60.0))
def test_any_recording_can_be_played_at_any_time(times_s: list[float], at_s: float) -> None:
    rising = sorted({round(time_s, 3) for time_s in times_s})
    rows = [TraceRow(time_s, 0.5 + 0.01 * number, 0.5, 0.0) for number, time_s in enumerate(rising)]
    plane = Playback(rows).at(at_s).plane
    assert rows[0].inverse_depth - 1e-9 <= plane <= rows[-1].inverse_depth + 1e-9


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("x.mid", b"", "no standard MIDI file"),
        ("x.mid", b"RIFF", "no standard MIDI file"),
        ("x.mid", b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk\0\0\0\xff\0\x90", "no standard MIDI file"),
        ("x.mid", b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk\0\0\0\4\0\xff\x2f\0", "nothing in"),
        ("x.csv", b"time_s,focus_inverse_depth,target,velocity_per_s\n0,0,0,0\n0,0,0,0\n", "must rise"),
        ("x.csv", b"time_s,focus_inverse_depth,target,velocity_per_s\n", "without a row"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        read_recording(path)
    assert part in str(caught.value)


def test_files_that_are_not_there_or_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        read_recording(tmp_path / "nowhere.mid")
    with pytest.raises(SettingsError, match="cannot write"):
        open_trace(tmp_path / "no folder" / "x.mid")
