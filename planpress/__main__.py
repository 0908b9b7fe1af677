"""The command `planpress`, and `python -m planpress`: `build.py`, be it that of the checkout or that of the wheel.

In: the command line. Out: what `build.py` does; nothing else.
"""

import runpy

from planpress.resources import PROJECT


def main() -> None:
    """Run `build.py` as if it had been called by its path; it ends the program."""
    runpy.run_path(str(PROJECT / "build.py"), run_name="__main__")


if __name__ == "__main__":
    main()
