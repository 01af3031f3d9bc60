"""What workers tell one another of how much they have to do."""

import multiprocessing
import sys

import pytest

from archive.balance import PLACES, Balance


@pytest.fixture
def balance() -> Balance:
    """Two workers, which answer nothing yet."""
    balance = Balance()
    for worker in (1, 2):
        balance.enter(worker)
        balance.note(worker, 0)
    return balance


@pytest.mark.parametrize(("answering", "uneven"), [(0, False), (1, False), (2, True), (9, True)])
def test_two_more_than_another_are_too_many(balance: Balance, answering: int, uneven: bool) -> None:
    balance.note(1, answering)
    assert balance.is_uneven(answering) is uneven


def test_nobody_has_less_to_do_than_a_worker_that_has_not_begun() -> None:
    balance = Balance()
    for worker in (1, 2):
        balance.enter(worker)
    balance.note(1, 5)
    assert not balance.is_uneven(5)


def test_a_worker_that_is_gone_takes_no_more(balance: Balance) -> None:
    balance.note(1, 5)
    balance.leave(2)
    assert not balance.is_uneven(5)
    balance.enter(3)
    balance.note(3, 1)
    assert balance.is_uneven(5)


def test_a_worker_that_never_came_may_leave(balance: Balance) -> None:
    balance.leave(7)
    assert balance.is_uneven(2)


def test_there_may_be_more_workers_than_places() -> None:
    balance = Balance()
    for worker in range(PLACES + 3):
        balance.enter(worker)
        balance.note(worker, 1)
    assert not balance.is_uneven(2)
    assert balance.is_uneven(3)


@pytest.mark.skipif(sys.platform != "linux", reason="forks, as gunicorn does")
def test_what_a_worker_notes_is_seen_by_the_others(balance: Balance) -> None:
    balance.note(1, 2)
    worker = multiprocessing.get_context("fork").Process(target=balance.note, args=(2, 1))
    worker.start()
    worker.join()
    assert worker.exitcode == 0
    assert not balance.is_uneven(2)
