"""Finished pages and paper → a folder that readers see, exchanged in whole; every revision is kept."""
