"""One Slurm for all tests."""

import cluster
import pytest


@pytest.fixture(scope="session")
def slurm(tmp_path_factory):
    if reason := cluster.missing():
        pytest.fail(reason)
    with cluster.slurm(tmp_path_factory.mktemp("slurm")):
        yield
