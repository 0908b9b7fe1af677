"""A file that an office sends → what it holds (`Document`), and a proof that all is there; begin with `reading.py`."""
