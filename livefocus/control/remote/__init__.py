"""The web page and the local API: a surface in the browser, for launchers and for scripts."""
