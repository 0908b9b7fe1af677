"""A table of a file → rows of a checklist, or a blank form; begin with `tables.py`."""
