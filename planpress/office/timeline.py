"""Due dates, report days and what comes round → the places they have on a timeline, wide or narrow.

In: a validated `Campaign`, a unit or none, and the day to mark. Out: SVG; pure.
All lengths are in pixels.
"""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from babel.dates import format_skeleton
from markupsafe import Markup

from planpress.blocks.page import labelled
from planpress.content.when import briefly, when
from planpress.i18n import translations
from planpress.model.bindings import Deadline, Recurring
from planpress.model.campaign import Campaign
from planpress.model.period import Period, Phase
from planpress.model.records import Due, Unit
from planpress.model.reporting import dates_in
from planpress.office.drawing import LEADING, NARROW, SMALL, TEXT, UNIT_WIDE, WIDE, Style, lines_of, tidy
from planpress.office.wording import width_em

OUTSIDE = 132
"""Room beside the period for the dates that lie before or after it."""

MONTH_WIDE = 46
"""Room that the name of a month needs."""

DATES_WIDE = 118
"""Width of the column of dates on the narrow timeline."""


@dataclass(frozen=True)
class Mark:
    """Words at a place: a month, a day, or what is due, to the left of its mark where there is no room to the right."""

    x: float
    words: str
    leftward: bool = False
    outside: bool = False
    y: float = 0


@dataclass(frozen=True)
class Bar:
    """What lasts, with how it is called; without a length where no day is given: its words end where it stands.

    Words that are longer than it begin behind it; those that would leave the drawing end before it (`leftward`).
    """

    x: float
    length: float
    words: str
    y: float
    behind: bool = False
    leftward: bool = False

    @property
    def at(self) -> float:
        """Where its words begin, or end."""
        return tidy(self.x - 8 if self.leftward else self.x + 8 + (self.length if self.behind else 0))


@dataclass(frozen=True)
class Lane:
    """The dates of one sector, or what comes round in it; or the report days, of which only the place is told."""

    name: list[str]
    top: float
    height: float
    reports: tuple[float, ...] = ()
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    recurring: bool = False

    @property
    def middle(self) -> float:
        """Where its marks stand."""
        return tidy(self.top + self.height / 2)


@dataclass(frozen=True)
class Day:
    """A day on the narrow timeline: what is due, and what else it is."""

    y: float
    height: float
    date: str
    words: list[str]
    quiet: list[str]
    report: bool
    today: str
    outside: bool


@dataclass(frozen=True)
class _Scale:
    """Where a day stands: the period between `left` and `right`, beside it what lies outside, where something does."""

    period: Period
    label: float
    left: float
    right: float
    before: bool
    after: bool

    def at(self, day: datetime.date) -> float:
        if day < self.period.start:
            return self.label + 24
        if day > self.period.end:
            return self.right + 28
        days = max(1, (self.period.end - self.period.start).days)
        return tidy(self.left + (self.right - self.left) * (day - self.period.start).days / days)


class Dates:
    """What a unit must keep, or everyone."""

    def __init__(self, campaign: Campaign, style: Style, unit: Unit | None, today: datetime.date | None) -> None:
        """Find the dates of `unit`, of the whole campaign where None; a day outside the period is not marked."""
        self.campaign, self.style, self.unit, self.period = campaign, style, unit, campaign.plan.period
        self.today = today if today and not self._outside(today) else None
        self.deadlines = campaign.bindings.deadlines_of(unit)
        self.recurring = campaign.bindings.recurring_of(unit)
        self.reports = dates_in(campaign.bindings.report_days_of(unit))
        self.say = translations(style.language).gettext

    # ------------------------------------------------------------ words

    def _outside(self, day: datetime.date) -> bool:
        return not self.period.start <= day <= self.period.end

    def _counted(self, number: int) -> str:
        """Say how many due dates there are; nothing for one."""
        words = translations(self.style.language).ngettext("%(num)s task", "%(num)s tasks", number)
        return "" if number == 1 else words % {"num": number}

    def _name(self, found: Deadline | Recurring) -> str:
        return found.place.sector.short if found.place.sector else self.campaign.plan.short

    def _said(self, found: Recurring) -> str:
        return f"{briefly(found.due, self.campaign.plan)} {self._name(found)}"

    def _drawn(self, template: str, **chart: object) -> Markup:
        """Draw a chart, with what it shows in words that need no picture."""
        period, comma, none = self.period.model_dump(), self.say(", "), self.say("none")
        due = [f"{found.date} {self._name(found)}" for found in self.deadlines]
        recurring = comma.join(map(self._said, self.recurring))
        phases = comma.join(f"{phase.name} {phase.start}" for phase in self.period.phases)
        parts = [
            self.say("campaign period %(start)s to %(end)s") % period,
            labelled(self.say("Due dates"), comma.join(due) or none, self.say),
            labelled(self.say("Report days"), comma.join(map(str, self.reports)) or none, self.say),
            *([labelled(self.say("What comes round"), recurring, self.say)] if recurring else []),
            *([labelled(self.say("Phases"), phases, self.say)] if phases else []),
        ]
        title = self.say("Due dates and reports") + (f" · {self.unit.name}" if self.unit else "")
        return self.style.drawn(template, title=title, description=" · ".join(parts), **chart)

    # ------------------------------------------------------------ wide

    def to_scale(self) -> Markup:
        """Draw the wide timeline: a lane a sector, days to scale from left to right; what comes round stands below."""
        width = UNIT_WIDE if self.unit else WIDE
        days: dict[str, list[datetime.date]] = defaultdict(list)
        for deadline in self.deadlines:
            days[self._name(deadline)].append(deadline.date)
        recurring: dict[str, list[Due]] = defaultdict(list)
        for found in self.recurring:
            recurring[self._name(found)].append(found.due)
        phases, phased = self.period.phases, self.say("Phases")
        reports = [self.say("Report days")] if self.reports else []
        scale = self._scale([*([phased] if phases else []), *reports, *days, *recurring], width)
        top = 66.0
        lanes: list[Lane] = []
        if phases:
            bars = tuple(self._phase(phase, top + 22 + 28 * row, scale, width) for row, phase in enumerate(phases))
            lanes.append(Lane(lines_of(phased, scale.label - 16), top, 16 + 28 * len(bars), bars=bars))
            top += lanes[-1].height
        for name in reports:
            lanes.append(Lane(lines_of(name, scale.label - 16), top, 40, tuple(map(scale.at, self.reports))))
            top += 40
        for name in self._ordered(days):
            lanes.append(self._lane(name, self._counts(days[name]), top, scale, width))
            top += lanes[-1].height
        heading = tidy(top + 22)
        top += 34 if recurring else 0
        for name in self._ordered(recurring):
            lanes.append(self._recurring_lane(name, recurring[name], top, scale, width))
            top += lanes[-1].height
        today = self.say("today %(date)s") % {"date": self.style.short_date(self.today)} if self.today else ""
        return self._drawn(
            "timeline",
            width=width,
            height=math.ceil(top + 40),
            scale=scale,
            bottom=tidy(top),
            start=self.style.short_date(self.period.start),
            end=self.style.short_date(self.period.end),
            months=self._months(scale),
            lanes=lanes,
            recurring=self.say("What comes round") if recurring else "",
            heading=heading,
            today=Mark(scale.at(self.today), today) if self.today else None,
        )

    def _scale(self, names: Iterable[str], width: int) -> _Scale:
        """Leave room to the left for the names of the lanes, and beside the period for what lies outside it."""
        called = [one for found in self.recurring for one in found.due.occasions]
        days = [*(found.date for found in self.deadlines), *(day for _name, day in called)]
        before, after = any(day < self.period.start for day in days), any(day > self.period.end for day in days)
        beside = tidy(
            max([OUTSIDE, *(width_em(f"{name} {day}") * SMALL + 48 for name, day in called if self._outside(day))])
        )
        label = tidy(min(max([80.0, *(width_em(name) * TEXT + 24 for name in names)]), width * 0.3))
        left = label + (beside if before else 24)
        return _Scale(self.period, label, left, width - (beside if after else 56), before, after)

    def _ordered(self, names: Iterable[str]) -> list[str]:
        """Put the names of sectors in their order, that of the main plan first."""
        order = {sector.short: number for number, sector in enumerate(self.campaign.sectors, 1)}
        return sorted(names, key=lambda name: (order.get(name, 0), name))

    def _counts(self, days: Iterable[datetime.date]) -> Iterator[tuple[datetime.date, str]]:
        """Yield each day once, with what stands beside its mark."""
        for day, number in sorted(Counter(days).items()):
            yield day, " · ".join(filter(None, (self._written(day), self._counted(number))))

    def _written(self, day: datetime.date) -> str:
        return day.isoformat() if self._outside(day) else self.style.short_date(day)

    def _recurring_lane(self, name: str, dues: Sequence[Due], top: float, scale: _Scale, width: int) -> Lane:
        """Draw what lasts as bars, and below them mark the days with dates, and the months outside the period."""
        days = {(day, f"{called} {self._written(day)}") for due in dues for called, day in due.occasions}
        days |= {
            (due.month[0], briefly(due, self.campaign.plan)) for due in dues if due.month and self._apart(due.month)
        }
        bars = [*self._bars(dues, scale)]
        lane = self._lane(name, sorted(days), top, scale, width, len(bars))
        drawn = (
            Bar(x, tidy(length), words, top + 22 + 28 * row, leftward=not tidy(length))
            for row, (x, length, words) in enumerate(bars)
        )
        return replace(lane, bars=tuple(drawn), recurring=True)

    def _phase(self, phase: Phase, y: float, scale: _Scale, width: int) -> Bar:
        """Draw a phase as a bar."""
        x, end = scale.at(phase.start), scale.at(phase.end)
        long = width_em(phase.name) * SMALL + 16
        behind = x + long > end
        leftward = behind and end + long > width
        return Bar(x, tidy(end - x), phase.name, y, behind, leftward)

    def _apart(self, days: tuple[datetime.date, datetime.date]) -> bool:
        return days[1] < self.period.start or self.period.end < days[0]

    def _bars(self, dues: Sequence[Due], scale: _Scale) -> Iterator[tuple[float, float, str]]:
        """Yield where each bar begins, its length and its words: what comes round as one, then months, then the end."""
        plan = self.campaign.plan
        rules = [briefly(due, plan) for due in dues if not (due.during or due.occasions)]
        if rules:
            yield scale.left, scale.right - scale.left, self.say(", ").join(rules)
        for month, words in dict.fromkeys((due.month, briefly(due, plan)) for due in dues):
            if month and not self._apart(month):
                first, last = scale.at(max(month[0], self.period.start)), scale.at(min(month[1], self.period.end))
                yield first, last - first, words
        ends = [due for due in dues if due.during and not due.month]
        if ends:
            yield scale.right, 0, when(ends[0], plan)

    def _lane(
        self, name: str, days: Iterable[tuple[datetime.date, str]], top: float, scale: _Scale, width: int, rows: int = 0
    ) -> Lane:
        """Place the marks of a sector below `rows` that are taken; words that would run into each other stand apart."""
        ends: list[float] = [math.inf] * rows
        placed: list[tuple[int, Mark]] = []  # each with its row
        for day, words in days:
            x, long = scale.at(day), width_em(words) * SMALL + 18
            leftward = x + long > width
            start, end = (x - long, x + 12) if leftward else (x - 12, x + long)
            row = next((number for number, free in enumerate(ends) if free <= start), len(ends))
            ends[row : row + 1] = [end]
            placed.append((row, Mark(x, words, leftward, self._outside(day))))
        lines = lines_of(name, scale.label - 16)
        lane = Lane(lines, top, max(16 + 28 * len(ends), 16 + len(lines) * TEXT * LEADING))
        marks = (replace(mark, y=tidy(lane.middle + 28 * (row - (len(ends) - 1) / 2))) for row, mark in placed)
        return replace(lane, marks=tuple(marks))

    def _months(self, scale: _Scale) -> list[Mark]:
        """Name the first day of the period and of every month in it; of a long one every quarter, or every year."""
        start, end = self.period.start, self.period.end
        months = range(start.year * 12 + start.month, end.year * 12 + end.month)  # of the months after, from 0
        room = (scale.right - scale.left) / max(1, len(months))
        step = next((step for step in (1, 3) if room * step >= MONTH_WIDE), 12)
        numbers = [number for number in months if number % step == 0]
        found = []
        for day in (start, *(datetime.date(number // 12, number % 12 + 1, 1) for number in numbers)):
            skeleton = "yMMM" if day is start or day.month == 1 else "MMM"
            found.append(Mark(scale.at(day), format_skeleton(skeleton, day, locale=self.style.language)))
        # the first is named only where its name does not run into the next
        short = len(found) > 1 and found[1].x - found[0].x < width_em(found[0].words) * SMALL + 12
        free, named = 0.0, list[Mark]()
        for mark in found[1:] if short else found:
            words = mark.words if mark.x >= free else ""
            free = mark.x + width_em(words) * SMALL + 8 if words else free
            named.append(replace(mark, words=words))
        return named

    # ------------------------------------------------------------ narrow

    def listed(self) -> Markup:
        """Draw the narrow timeline: the days below each other, each with what is due."""
        due: dict[datetime.date, Counter[str]] = defaultdict(Counter)
        for deadline in self.deadlines:
            due[deadline.date][self._name(deadline)] += 1
        called: dict[datetime.date, list[str]] = defaultdict(list)
        for found in self.recurring:
            for name, day in found.due.occasions:
                called[day].append(f"{name} {self._name(found)}")
        days = {self.period.start, self.period.end, *due, *called, *self.reports, *filter(None, [self.today])}
        rows: list[Day] = []
        y = 14.0
        begun = {phase.start: self.say("Begins: %(name)s") % {"name": phase.name} for phase in self.period.phases}
        for day in sorted({*days, *begun}):
            names = [f"{name} {self._counted(number)}".strip() for name, number in due[day].items()]
            words = [line for name in names for line in lines_of(name, NARROW - DATES_WIDE - 24)]
            told = {
                self.say("Campaign begins"): day == self.period.start,
                self.say("Report day"): day in self.reports,
                self.say("Campaign ends"): day == self.period.end,
                self.say("outside the campaign period"): self._outside(day),
            }
            quiet = list(dict.fromkeys(called[day])) + [words for words, holds in told.items() if holds]
            quiet += lines_of(begun[day], NARROW - DATES_WIDE - 24) if day in begun else []
            height = max(1, len(words) + len(quiet)) * TEXT * LEADING + 6
            today = self.say("today") if day == self.today else ""
            rows.append(Day(tidy(y), height, str(day), words, quiet, day in self.reports, today, self._outside(day)))
            y += height
        rounds = dict.fromkeys(self._said(found) for found in self.recurring if not found.due.occasions)
        lines = [line for words in rounds for line in lines_of(words, NARROW - DATES_WIDE - 24)]
        heading = tidy(y + 24)
        y += 36 + len(lines) * TEXT * LEADING if lines else 0
        recurring = {"recurring": self.say("What comes round") if lines else "", "heading": heading, "rounds": lines}
        return self._drawn("days", width=NARROW, height=math.ceil(y + 4), line=DATES_WIDE, rows=rows, **recurring)
