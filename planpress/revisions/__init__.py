"""Sealed states of a campaign: what changed between them, and what became of what was printed."""
