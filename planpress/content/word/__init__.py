"""A file of a word processor → a campaign, or the draft of its next revision, with every id kept."""
