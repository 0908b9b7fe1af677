"""Jobs of one run, and the results as they come in → what becomes of each file.

In: jobs, what waits for them, and the crew that does them. Out: the outcome of each file. What follows from a result is
done next: the proof of what was laid out, and what has waited for that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from planpress.cache import vouch
from planpress.paper.pool import Crew, Unfinished
from planpress.paper.worker import Job, Made, Outcome, Proof, kept, work

Progress = Callable[[int, int], None]
"""Told how many of how many files to make are done."""


@dataclass
class Run:
    """What becomes of the files of one run, as results come in.

    A file is known to the cache once what was laid out for it is proved, and not before: a run that is killed leaves
    nothing there that might have a flaw.

    Attributes:
        making: Files and layouts that are still to be made and proved; what has a flaw stays among them.
        needs: Name of what waits → those of them it waits for.
        follow: Told the names of all that has waited long enough; returns their jobs.
        tell: Called when an outcome has been found.
        found: Target → outcome.
        following: Layout that is being made → the other jobs that need it.
        verdicts: What was laid out now → the outcome of its proof; None as long as that is not there.
        held: The same → what is made of it and flawless, which waits for the verdict: each place with its record.
    """

    making: set[Path]
    needs: dict[str, set[Path]]
    follow: Callable[[Sequence[str]], Sequence[Job]]
    tell: Callable[[], None]
    found: dict[Path, Outcome | Unfinished] = field(default_factory=dict)
    following: dict[Path, list[Job]] = field(default_factory=dict)
    verdicts: dict[Path, Outcome | Unfinished | None] = field(default_factory=dict)
    held: dict[Path, dict[Path, Mapping[str, Any]]] = field(default_factory=dict)

    def do(self, crew: Crew, jobs: Iterable[Job]) -> None:
        """Do `jobs`, and what waits for them: that is asked for once the first of them are under way."""
        crew.do(work, self._begun(jobs) or self._followed(), self._take, self.tell)

    def _begun(self, jobs: Iterable[Job]) -> list[Job | Proof]:
        """Return those of `jobs` that can be done now; the others wait for the first one that makes their layout."""
        first: list[Job | Proof] = []
        for job in jobs:
            if job.layout in self.following:
                self.following[job.layout].append(job)
                continue
            laid = job.laid or self.held.get(job.layout, {}).get(job.layout)
            first.append(replace(job, laid=laid))
            if not laid and not job.away:
                self.following[job.layout] = []
                self.making.add(job.layout)
        return first

    def _followed(self) -> list[Job | Proof]:
        """Return the jobs of all that waits for nothing any more."""
        ready = [name for name, needs in self.needs.items() if needs.isdisjoint(self.making)]
        for name in ready:
            del self.needs[name]
        return self._begun(self.follow(ready)) if ready else []

    def _take(
        self, job: Job | Proof, result: Made | Outcome | Unfinished
    ) -> tuple[Sequence[Job | Proof], Sequence[Job | Proof]]:
        """Note what became of a job; return what follows, and what has waited, for the end: sheets are known sooner."""
        follows: Sequence[Job | Proof] = ()
        if isinstance(result, Made) and isinstance(job, Job):
            follows = self._made(job, result)
        elif isinstance(job, Job):
            follows = self._lost(job)
        elif not isinstance(result, Made):
            self.verdicts[job.place] = result
            self._release(job.place)
        self.tell()
        return follows, self._followed()

    def _made(self, job: Job, made: Made) -> Sequence[Job | Proof]:
        """Note what a job has made; return the proof of its layout, and what has waited for that."""
        place = job.layout
        held = self.held.setdefault(place, {})
        for item, outcome in zip(job.items, made.outcomes, strict=True):
            done = self.found[item.target] = kept(item, outcome) if job.away else outcome
            if not done.flaws:
                held[item.target] = done.record
        waited = self.following.pop(place, [])
        if made.proof is None:
            self._release(place)
            # a layout with flaws is none
            self.found.update({item.target: made.outcomes[0] for other in waited for item in other.items})
            return ()
        self.verdicts[place] = None
        if made.laid:
            held[place] = made.laid
        return [made.proof, *(replace(other, laid=made.laid) for other in waited)]

    def _lost(self, job: Job) -> Sequence[Job]:
        """Let each file of a job have another try alone; return those tries, and what has waited for its layout."""
        waited = self.following.pop(job.layout, [])
        if len(job.items) == 1:
            self.found[job.items[0].target] = Unfinished()
            self.making.discard(job.layout)
            return waited
        return [*(replace(job, items=(item,)) for item in job.items), *waited]

    def _release(self, place: Path) -> None:
        """Let the cache know what waits for a verdict, or take over what is wrong, where that is there.

        What has none was proved by an earlier run, or on the machine where it was made.
        """
        verdict = self.verdicts.get(place, Outcome())
        if verdict is None:
            return
        self.making.discard(place)
        for target, record in self.held.pop(place, {}).items():
            if isinstance(verdict, Outcome) and not verdict.flaws:
                vouch(target, record)
                self.making.discard(target)
            elif target in self.found:
                self.found[target] = verdict
