"""The nature of each problem, as fields of the catalogue."""

from sync.wire.problems import PROBLEMS


def test_a_run_tries_again_only_where_waiting_helps() -> None:
    patient = {number: problem.tries for number, problem in PROBLEMS.items() if problem.tries}
    assert patient == {101: 2, 103: 2, 106: 2, 301: 60, 303: 2, 307: 60}
    assert all(PROBLEMS[number].waiting_helps for number in patient)


def test_each_problem_has_an_http_status_of_an_error() -> None:
    assert all(400 <= problem.status < 600 for problem in PROBLEMS.values())
    assert {number for number, problem in PROBLEMS.items() if problem.status == 503} == {301, 302, 307}


def test_a_check_of_the_connection_follows_what_lies_on_the_way_or_at_pusat() -> None:
    checked = {number for number, problem in PROBLEMS.items() if problem.worth_a_check}
    assert {101, 106, 201, 301} < checked and all(number < 400 for number in checked)


def test_only_what_somebody_wanted_is_no_failure() -> None:
    assert [number for number, problem in PROBLEMS.items() if not problem.is_failure] == [510]
