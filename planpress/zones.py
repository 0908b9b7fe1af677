"""Names of time zones → their rules.

In: a name of the IANA list, such as `Asia/Shanghai`. Out: when the clocks there show what. All is read from the
package `tzdata`, whose version is locked: what the machine of a build knows of time zones has no say, so that the
same plan gives the same calendars everywhere.
"""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all time zones there are."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name that is one of `zone_names`."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
