"""Kinds of units: each is known, is called like no other, and is what it is everywhere."""

from collections.abc import Iterator

from planpress.content.faults import did_you_mean, hint
from planpress.content.rules.names import folded
from planpress.content.rules.records import Finding, Records
from planpress.i18n import Translate
from planpress.model.kinds import own_kinds


def kinds_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """A unit is of a kind that we or the campaign know."""
    if any(kind.text("id") not in records.kinds for kind in records.named_kinds):
        return  # one of them is told of already, and may be meant
    called = {folded(kind.name): kind.id for kind in records.kinds.values()}
    message = _("kind must be one of: %(choices)s, or one that stands below 'kinds:'%(hint)s")
    for unit in records.units:
        name = unit.text("kind")
        if name and name not in records.kinds:
            near = called.get(folded(name)) or next((own for own in records.kinds if _(own) == name), "")
            meant = hint(near, _) or did_you_mean(name.lower(), records.kinds, _, records.guesses)
            yield unit.finding("kind", message % {"choices": " | ".join(records.kinds), "hint": meant})


def kinds_are_what_they_are(records: Records, _: Translate) -> Iterator[Finding]:
    """No two kinds have one name; one of ours may get another name, but does what it does; pages name none `others`."""
    named = {kind.text("id") for kind in records.named_kinds}
    ours = {kind.id: kind for kind in own_kinds(records.language)}
    first = {folded(kind.name): f"'{kind.id}'" for kind in ours.values() if kind.id not in named}
    for kind in records.named_kinds:
        name = folded(kind.text("name"))
        at = f"{kind.file.path}:{kind.line('name')}"
        other = first.setdefault(name, at)
        if name and other != at:
            message = _("name is what another kind is called already (%(place)s): two kinds need two names")
            yield kind.finding("name", message % {"place": other})
        own = ours.get(kind.text("id"))
        for key in ("audience", "level"):
            was, now = getattr(own, key, None) or "", kind.text(key)
            if own and now and now != was:
                message = _("%(key)s of the kind '%(id)s' is '%(was)s' in every campaign: give this kind another id")
                missing = _("%(key)s is nothing that a '%(id)s' has in every campaign: give this kind another id")
                yield kind.finding(key, (message if was else missing) % {"key": key, "id": own.id, "was": was})
        if kind.text("id") == "others":
            yield kind.finding("id", _("'others' stands for sheets without a unit: a kind needs another id"))


def level_fits_kind(records: Records, _: Translate) -> Iterator[Finding]:
    """A unit has the level of its kind, and not that of other kinds if it fills in forms: a body may be of any."""
    levels = {kind.level for kind in records.kinds.values() if kind.level}
    for unit in records.units:
        level, kind = unit.text("level"), records.kinds.get(unit.text("kind"))
        if kind is None or not level:
            continue
        if kind.level and level != kind.level:
            message = _("level must be '%(level)s', since kind is '%(kind)s': mend it, or leave the key out")
            yield unit.finding("level", message % {"level": kind.level, "kind": kind.id})
        elif not kind.level and kind.prints_sheets and level in levels:
            message = _("level must not be '%(level)s', since kind is '%(kind)s': mend one of the two")
            yield unit.finding("level", message % {"level": level, "kind": kind.id})
