"""The kinds of blocks that forms are made of: one module a kind, found by `registry`."""
