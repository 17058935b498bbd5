"""`python -m livefocus` and the `livefocus` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from livefocus.cli.main import run  # noqa: PLC0415 - keeps `import livefocus.__main__` free of cost

    run()


if __name__ == "__main__":
    main()
