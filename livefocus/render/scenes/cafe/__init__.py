"""`scene:cafe`: a couple at a small white iron table; behind them, a man with a suitcase walks into view."""
