"""The composition root: builds the parts of a show from settings, starts every thread, runs it live or offline."""
