"""`python -m livefocus` and the `livefocus` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from livefocus.cli.main import main as run_command_line  # noqa: PLC0415 - keeps importing this free of cost

    run_command_line()


if __name__ == "__main__":
    main()
