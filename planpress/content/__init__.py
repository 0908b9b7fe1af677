"""The files of a campaign folder, read and checked."""
