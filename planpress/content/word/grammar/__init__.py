"""What a file holds → what the plan says (`Outline`); begin with `grammar.py`."""
