"""A file that an office sends → what it holds (`Document`), and a proof that no sign was lost; begin with `reading.py`."""
