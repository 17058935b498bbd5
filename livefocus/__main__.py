"""`python -m livefocus` and the `livefocus` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:2] == ["send"]:  # a launcher waits for it: it goes past everything the other commands need
        from livefocus.cli.send import main as send  # noqa: PLC0415

        sys.exit(send(sys.argv[2:]))
    from livefocus.cli.main import main as run_command_line  # noqa: PLC0415 - keeps importing this free of cost

    run_command_line()


if __name__ == "__main__":
    main()
