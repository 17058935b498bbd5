"""The built-in scenes, drawn in GL with their true inverse depth."""
