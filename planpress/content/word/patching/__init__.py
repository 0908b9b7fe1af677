"""A new version of a file → the YAML of the campaign, changed in place; begin with `renewal.py`."""
