"""What a plan says → its days, reports and units, and who may be bound; begin with `facts.py`."""
