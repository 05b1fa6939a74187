"""Sectors that a chain's settings may ask for."""

import pytest
from phasetrace.models.settings import check_sector, up_spins_of
from pydantic import ValidationError


def test_half_of_the_spins_are_up_or_a_number_of_them():
    assert up_spins_of(12, "half") == 6
    assert up_spins_of(12, 3) == 3


@pytest.mark.parametrize(
    ("chain", "text"),
    [
        ((2, "periodic", 1), "must be at least 3 on a periodic chain"),
        ((7, "open", "half"), "must be even while up_spins is half"),
        ((8, "open", 8), "must be at most 7, one fewer than sites"),
    ],
)
def test_a_chain_without_such_a_sector_is_refused(chain, text):
    with pytest.raises(ValidationError, match=text):
        check_sector(*chain)
    check_sector(8, "periodic", 7)
