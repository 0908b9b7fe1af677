"""What every worker process needs and takes long to load: loaded once, in the process that they are forked from.

Where this machine lacks something, `machine.py` says so: here is nobody who could be told.
"""

import gc
from contextlib import suppress

with suppress(ImportError, OSError):
    import outloud  # noqa: F401

    from planpress.paper import typeset, worker  # noqa: F401

gc.freeze()  # it stays to the end: nobody looks for rubbish in it
gc.set_threshold(20_000, 20, 10)  # most of what is made afterwards goes as soon as nobody needs it
