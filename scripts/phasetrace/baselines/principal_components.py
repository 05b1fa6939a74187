"""Principal components, and a logistic regression on the first of them."""

from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from phasetrace.baselines.features import overlaps
from phasetrace.baselines.method import Method, Supervised

COMPONENTS = 2


class _Components(PCA):
    """The first components, or as many as there are."""

    def fit(self, X: NDArray, y: object = None) -> "_Components":
        """Find them in traces (sample, feature)."""
        self.n_components = min(COMPONENTS, *X.shape)
        super().fit(X)
        return self

    def fit_transform(self, X: NDArray, y: object = None) -> NDArray:
        """Find them, and say how much of each there is."""
        self.n_components = min(COMPONENTS, *X.shape)
        components: NDArray = super().fit_transform(X)
        return components


def principal_components() -> Method:
    """Logistic regression on the first principal components of m_i(t) m_i(0).

    Of m_i(t) itself they tell nothing: its mean over initial states is zero in every phase.
    """
    return Supervised(
        overlaps,
        lambda seed: make_pipeline(_Components(svd_solver="full"), LogisticRegression()),
    )
