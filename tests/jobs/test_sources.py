"""Files of what an analysis reads."""

from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import figures
from phasetrace.jobs.sources import Figure, Shown

FIGURES = figures(Config())


def test_sources_of_several_trainings_keep_them_apart():
    diagram = FIGURES["fig8"].reads["diagram"]
    assert diagram.several and len(diagram.files) == 13
    assert len({file for files in diagram.files for file in files}) == 13
    assert not FIGURES["fig8"].reads["focus"].several


def test_what_another_figure_shows_is_beside_what_it_draws():
    assert Shown("gap-ratio", Figure()).files == [["results/gap-ratio.nc"]]
    assert Shown("methods", Figure(), "mine").files == [["results/studies/mine/methods.nc"]]


def test_files_of_all_sources_follow_their_order():
    page = FIGURES["explore"]
    assert page.files[-2:] == ["results/methods.nc", "results/fig2.nc"]
    trainings = page.reads["predictions"].trainings
    assert page.files[: len(trainings)] == [one.predictions for one in trainings]
