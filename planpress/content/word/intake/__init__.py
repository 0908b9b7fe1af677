"""A file → a new campaign, with a report of what became of it; begin with `intake.py`."""
