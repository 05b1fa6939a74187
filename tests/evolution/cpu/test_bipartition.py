"""Sectors cut into two segments against enumeration."""

import numpy as np
import pytest
from bipartitions import CUTS, problem, states
from dense import spins_of
from phasetrace.evolution.basis import sector
from phasetrace.evolution.cpu.bipartition import bipartition

EVERY_CUT = pytest.mark.parametrize(("sites", "up_spins", "boundary", "cut"), CUTS)


@EVERY_CUT
def test_a_bipartition_has_the_states_of_the_whole(sites, up_spins, boundary, cut):
    basis = bipartition(sites, up_spins, boundary, cut)
    patterns = states(basis)
    np.testing.assert_array_equal(np.sort(patterns), sector(sites, up_spins, boundary).states)
    np.testing.assert_array_equal(basis.number(patterns), np.arange(len(patterns)))
    np.testing.assert_array_equal(basis.patterns(), patterns)


@EVERY_CUT
def test_the_left_segment_has_the_first_sites(sites, up_spins, boundary, cut):
    basis = bipartition(sites, up_spins, boundary, cut)
    patterns = states(basis)
    left, right = basis.located(patterns)
    spins = spins_of(patterns, sites)
    np.testing.assert_array_equal(spins_of(basis.left.patterns[left], cut), spins[:, :cut])
    rest = spins_of(basis.right.patterns[right], sites - cut)
    np.testing.assert_array_equal(rest, spins[:, cut:])


@EVERY_CUT
def test_a_charge_counts_the_up_spins_of_the_right_segment(sites, up_spins, boundary, cut):
    basis = bipartition(sites, up_spins, boundary, cut)
    charges = [
        set(np.sum(spins_of(part, sites)[:, cut:] > 0, axis=1))
        for part in np.split(states(basis), basis.state[1:-1])
    ]
    assert all(len(charge) == 1 for charge in charges)
    found = [charge.pop() for charge in charges]
    assert found == sorted(set(found))


@EVERY_CUT
def test_energies_of_segments_add_up_to_the_diagonal(sites, up_spins, boundary, cut):
    one = problem(sites, up_spins, boundary, cut, 2)
    left, right = one.basis.located(states(one.basis))
    of_left, of_right = one.energies.left.reshape(4, -1, 2), one.energies.right.reshape(-1, 2)
    found = of_left[one.basis.right.ends[right], left] + of_right[right]
    exact = np.diagonal(one.matrices, axis1=1, axis2=2).T
    np.testing.assert_allclose(found, exact, rtol=0, atol=1e-14)


def test_a_long_chain_of_few_spins_needs_no_table_of_all_patterns():
    basis = bipartition(62, 1, "periodic", 31)
    assert sorted(states(basis)) == [1 << site for site in range(62)]
