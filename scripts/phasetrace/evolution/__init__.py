"""Exact dynamics in a sector: basis, bounds, the Chebyshev recursion, and an engine a device."""
