"""What is there, and what a file says → what became of each clause and row; begin with `aligning.py`."""
