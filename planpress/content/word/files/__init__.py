"""A file that an office sends → what it holds (`Document`), and a proof that nothing was lost; begin with `reading.py`."""
