"""Pool: a worker that dies takes no other job with it."""

from __future__ import annotations

import os
import time

import pytest

from planpress.paper.pool import Crew, Unfinished, run


def double(number: int) -> int:
    return 2 * number


def double_or_die(number: int) -> int:
    if number == 13:
        os._exit(1)
    return 2 * number


def double_or_hang(number: int) -> int:
    if number == 3:
        time.sleep(60)
    return 2 * number


def double_or_fail(number: int) -> int:
    if number == 3:
        raise ValueError(number)
    return 2 * number


def test_results_come_in_the_order_of_the_jobs():
    assert run(double, range(20), 2) == [2 * number for number in range(20)]


def test_no_jobs_need_no_workers():
    assert run(double, [], 2) == []


def test_a_poison_job_is_the_only_one_lost():
    wanted = [Unfinished() if number == 13 else 2 * number for number in range(40)]
    assert run(double_or_die, range(40), 2) == wanted


def test_a_hanging_job_is_stopped_and_named():
    wanted = [Unfinished() if number == 3 else 2 * number for number in range(6)]
    assert run(double_or_hang, range(6), 2, time_limit=2) == wanted


def test_an_exception_is_passed_on():
    with pytest.raises(ValueError, match="3"):
        run(double_or_fail, range(6), 2)


def process_of(number: int) -> tuple[int, int]:
    if number == 13:
        os._exit(1)
    return number, os.getpid()


def test_a_crew_does_what_follows_and_whatever_comes_later_by_the_same_processes():
    seen: dict[int, object] = {}

    def take(number: int, result: object) -> tuple[range, range]:
        seen[number] = result
        return range(0), range(10 * number, 10 * number + 2) if number in (1, 2) else range(0)

    with Crew(2) as crew:
        crew.do(process_of, [1, 2, 3], take)
        crew.do(process_of, [4, 13, 5], take)
        before = {process for _number, process in filter(None, map(seen.get, (1, 2, 3, 10, 11, 20, 21)))}
        crew.do(process_of, [6, 7], take)
    assert sorted(seen) == [1, 2, 3, 4, 5, 6, 7, 10, 11, 13, 20, 21]
    assert seen.pop(13) == Unfinished()
    assert {number for number, _process in seen.values()} == set(seen)
    assert len(before) <= 2


def test_what_is_raised_before_a_job_is_done_again_ends_all():
    def again() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Crew(1) as crew:
        crew.do(double_or_die, [13], lambda _job, _result: ((), ()), again)
