"""`scene:cafe`: a couple at a small white iron table; behind them, a man with a suitcase walks into view."""

from livefocus.render.scenes.cafe.scene import CafeScene

__all__ = ["CafeScene"]
