"""Sizes of shots, against arrays of them."""

import numpy as np
import pytest
from phasetrace.measurement.amounts import EXACT, shot_bytes
from phasetrace.measurement.recording import Recording
from phasetrace.measurement.settings import Measurement


@pytest.mark.parametrize("sites", [2, 8, 9, 16, 17, 32, 33, 62])
def test_bytes_are_those_of_the_bit_strings(sites):
    assert shot_bytes(7, sites, 5) == Recording(7, sites, 5, [{}]).strings.nbytes
    assert shot_bytes(None, sites, 5) == 0


def test_a_measurement_of_no_words_is_exact():
    assert Measurement().model_dump() == EXACT
    assert np.array_equal(list(EXACT), list(Measurement.model_fields))
