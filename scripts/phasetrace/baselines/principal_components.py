"""Principal components, and a logistic regression on the first of them."""

from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from phasetrace.baselines.features import overlaps
from phasetrace.baselines.method import Method, Supervised

COMPONENTS = 2


def principal_components() -> Method:
    """Logistic regression on the first principal components of m_i(t) m_i(0).

    Of m_i(t) itself they tell nothing: its mean over initial states is zero in every phase.
    """
    return Supervised(
        overlaps,
        lambda seed: make_pipeline(PCA(COMPONENTS, svd_solver="full"), LogisticRegression()),
    )
