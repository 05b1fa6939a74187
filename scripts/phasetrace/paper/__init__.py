"""The paper's statements, and how a run is judged by them."""
