"""What every worker process needs and takes long to load: loaded once, in the process that they are forked from.

Where this machine lacks something, `machine.py` says so: here is nobody who could be told.
"""

from contextlib import suppress

with suppress(ImportError, OSError):
    import outloud  # noqa: F401

    from planpress.paper import typeset, worker  # noqa: F401
