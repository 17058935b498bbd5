"""The script OBS loads to have livefocus's actions as hotkeys of its own. It runs in OBS's Python, never in ours."""

from __future__ import annotations

from pathlib import Path

PATH = Path(__file__).with_name("livefocus_obs.py")
"""What is added in OBS under Tools > Scripts."""
