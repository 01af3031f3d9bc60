"""What workers tell one another of how much they have to do."""

import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from archive.balance import PLACES, Balance


@pytest.fixture
def balance() -> Balance:
    """Two workers, which answer nothing yet."""
    balance = Balance()
    for worker in (1, 2):
        balance.enter(worker)
        balance.ready(worker)
    return balance


def answering(balance: Balance, worker: int, requests: int) -> Iterator[bool]:
    """What a worker is told as it begins so many requests."""
    return (balance.begin(worker) for _ in range(requests))


@pytest.mark.parametrize(
    ("other", "told"), [(0, [False, True, True]), (1, [False, False, True]), (3, [False, False, False])]
)
def test_two_more_than_another_are_too_many(balance: Balance, other: int, told: list[bool]) -> None:
    assert len(list(answering(balance, 2, other))) == other
    assert list(answering(balance, 1, 3)) == told


def test_what_is_answered_counts_no_longer(balance: Balance) -> None:
    assert list(answering(balance, 1, 4)) == [False, True, True, True]
    for _ in range(4):
        balance.end(1)
    assert list(answering(balance, 2, 2)) == [False, True]


def test_threads_of_a_worker_are_all_counted(balance: Balance) -> None:
    def ask(_: int) -> None:
        balance.begin(1)
        balance.end(1)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(4_000)))
    assert list(answering(balance, 2, 2)) == [False, True]


def test_no_connection_ends_for_a_worker_that_has_not_begun() -> None:
    balance = Balance()
    for worker in (1, 2):
        balance.enter(worker)
    balance.ready(1)
    assert not any(answering(balance, 1, 5))


def test_no_connection_ends_for_a_worker_that_is_gone(balance: Balance) -> None:
    balance.leave(2)
    assert not any(answering(balance, 1, 5))
    balance.enter(3)
    balance.ready(3)
    assert balance.begin(1)


def test_a_worker_that_never_came_may_leave(balance: Balance) -> None:
    balance.leave(7)
    assert list(answering(balance, 1, 2)) == [False, True]


def test_there_may_be_more_workers_than_places() -> None:
    balance = Balance()
    for worker in range(PLACES + 3):
        balance.enter(worker)
        balance.ready(worker)
    assert list(answering(balance, 1, 2)) == [False, True]
    assert list(answering(balance, PLACES + 2, 2)) == [False, True]


@pytest.mark.skipif(sys.platform != "linux", reason="forks, as gunicorn does")
def test_what_a_worker_answers_is_seen_by_the_others(balance: Balance) -> None:
    worker = multiprocessing.get_context("fork").Process(target=balance.begin, args=(2,))
    worker.start()
    worker.join()
    assert worker.exitcode == 0
    assert list(answering(balance, 1, 3)) == [False, False, True]
