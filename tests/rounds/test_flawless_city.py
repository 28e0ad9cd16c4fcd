"""A city without faults, full of things that look like faults."""

import pytest
from city_runs import city_run


@pytest.mark.slow
def test_a_city_without_faults_gives_no_problem(tmp_path):
    run = city_run(tmp_path / "out", seed=22, sites=8, pages=60, faults=False)

    accused = [(o["check"], o["url"], o["message"]) for o in run.observations if o["answer"] == "problem"]
    assert len(run.decoys) > 20
    assert accused == []
