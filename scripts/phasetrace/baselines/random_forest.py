"""A random forest on every magnetization."""

from sklearn.ensemble import RandomForestClassifier

from phasetrace.baselines.features import magnetizations
from phasetrace.baselines.method import Method, Supervised


def random_forest() -> Method:
    """A forest of 100 trees, scikit-learn's default."""
    return Supervised(
        magnetizations, lambda seed: RandomForestClassifier(random_state=seed, n_jobs=1)
    )
