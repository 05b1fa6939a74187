"""What all figures share: sizes, fonts, letters, and files that are the same bytes again."""

from importlib import import_module

import numpy as np
import pytest
import toys
import xarray as xr
from drawings import map_of
from matplotlib import font_manager
from matplotlib.text import Text
from phasetrace.figures import (
    COLUMN,
    CONFUSION_COLOR,
    IMBALANCE_COLOR,
    PAGE,
    PHASE_COLORS,
    letter,
    new_figure,
    phase_map,
    ramp,
    save,
)

PHASES = ["time crystal", "ergodic", "MBL"]


def drawn(width=COLUMN):
    figure, panels = new_figure(width, 2.0, rows=1, columns=2)
    for axes, name in zip(panels.flat, "ab", strict=True):
        axes.plot([0, 1, 2], [1, 0, 2], "o-", label="a line")
        axes.set(xlabel="time $tJ$", ylabel=r"$\varepsilon$ / rad")
        axes.legend()
        letter(axes, name)
    return figure, panels


def test_a_figure_has_the_size_and_the_panels_that_are_asked_for():
    figure, panels = new_figure(PAGE, 3.5, rows=2, columns=3, sharex=True)
    assert figure.get_size_inches().tolist() == [PAGE, 3.5] and (COLUMN, PAGE) == (3.375, 7.0)
    assert panels.shape == (2, 3)
    panels[0, 0].set_xlim(2, 5)
    assert panels[1, 0].get_xlim() == (2, 5)
    assert new_figure(COLUMN, 1.0)[1].shape == (1, 1)


def test_letters_stand_above_the_left_corner():
    _, panels = drawn()
    assert [axes.get_title("left") for axes in panels.flat] == ["(a)", "(b)"]


def test_text_is_as_large_as_the_journal_wants_it():
    _, panels = drawn()
    for axes in panels.flat:
        assert axes.xaxis.label.get_fontsize() == axes.yaxis.label.get_fontsize() == 8
        for text in (*axes.get_xticklabels(), *axes.get_legend().get_texts()):
            assert text.get_fontsize() == 7
        assert not axes.get_legend().get_frame_on()


def test_the_same_figure_is_the_same_bytes(tmp_path):
    names = [f"{run}.{kind}" for run in "ab" for kind in ("pdf", "png")]
    for run in "ab":
        save(drawn()[0], tmp_path / f"{run}.pdf", tmp_path / f"{run}.png")
    first_pdf, first_png, second_pdf, second_png = (
        (tmp_path / name).read_bytes() for name in names
    )
    assert first_pdf == second_pdf and first_png == second_png
    other = drawn(PAGE)[0]
    save(other, tmp_path / "c.pdf", tmp_path / "c.png")
    assert (tmp_path / "c.pdf").read_bytes() != first_pdf
    assert (tmp_path / "c.png").read_bytes() != first_png


def test_files_tell_what_they_were_made_from(tmp_path):
    save(drawn()[0], tmp_path / "a.pdf", tmp_path / "a.png", "origin 0123456789abcdef")
    for name in ("a.pdf", "a.png"):
        content = (tmp_path / name).read_bytes()
        assert b"origin 0123456789abcdef" in content and b"phasetrace 0" in content


def test_files_are_of_their_kind_and_in_print_resolution(tmp_path):
    save(drawn()[0], tmp_path / "a.pdf", tmp_path / "a.png")
    pdf, png = (tmp_path / "a.pdf").read_bytes(), (tmp_path / "a.png").read_bytes()
    assert pdf.startswith(b"%PDF-") and b"/CreationDate" not in pdf
    # 3.375 in by 2 in; width and height are the first numbers of a PNG.
    assert png.startswith(b"\x89PNG")
    assert [int.from_bytes(png[start : start + 4]) for start in (16, 20)] == [675, 400]
    # Points, 72 an inch.
    assert b"/MediaBox [ 0 0 243 144 ]" in pdf


def test_fonts_of_the_pdf_are_embedded_and_are_no_bitmaps(tmp_path):
    save(drawn()[0], tmp_path / "a.pdf", tmp_path / "a.png")
    pdf = (tmp_path / "a.pdf").read_bytes()
    # TrueType, which journals ask for and editors can change, not Type 3.
    assert b"/FontFile2" in pdf and b"/Subtype /Type3" not in pdf
    assert b"DejaVuSans" in pdf and font_manager.findfont("DejaVu Sans").endswith("DejaVuSans.ttf")


def test_a_ramp_goes_from_dark_to_light():
    colors = np.array(ramp(5))[:, :3]
    luminance = colors @ [0.2126, 0.7152, 0.0722]
    assert len(colors) == 5 and (np.diff(luminance) > 0.05).all()
    assert ramp(5)[0] == ramp(2)[0] and ramp(5)[-1] == ramp(2)[-1]


ONE = {"retraining": [0]}
LED = np.array([0.9, 0.8, 0.4, 0.1])
OUTPUT = np.array([[0.9, 0.1, 0.0], [0.3, 0.7, 0.0], [0.0, 0.6, 0.4], [0.0, 0.2, 0.8]])
DRIVEN = toys.predictions("drive", toys.DRIVE, OUTPUT, [0, 1, -1, 2], PHASES, units="rad")
UNDRIVEN = DRIVEN.assign(probability=0 * DRIVEN["probability"] + [0.9, 0.1, 0.0])
TRACES = toys.driven().rename(drive="W").assign_coords(W=toys.DISORDER).assign_attrs(epsilon=0.5)


def analyse(name):
    return import_module(f"phasetrace.analyses.{name}").analyse


@pytest.mark.parametrize(
    ("known", "driven"),
    [
        (toys.of_two_networks(LED, LED).isel(ONE), DRIVEN.isel(ONE)),
        (toys.of_two_networks(*np.full((2, 4), 0.9)), UNDRIVEN),
        (toys.of_two_networks(*np.full((2, 4), 0.9)).isel(ONE), UNDRIVEN.isel(ONE)),
    ],
    ids=["one network", "no transition", "neither"],
)
def test_the_least_that_can_be_shown_is_drawn(known, driven):
    """One network or none with a transition, one energy density, one width and one weight."""
    averaging, spectra = "mean_output", toys.levels([0.4] * 4).isel(realization=[0])
    without = [driven.assign_coords(phase=PHASES)] * 3
    shown = {
        "fig2": analyse("fig2")([known], [known], spectra, averaging, 10),
        "gap_ratio": analyse("gap_ratio")(spectra, 10),
        "fig3": analyse("fig3")(driven, toys.driven(), averaging),
        "fig5": analyse("fig5")([0.5], [known], averaging),
        "fig6": analyse("fig6")(known, {}),
        "fig7": analyse("fig7")(without, PHASES, toys.driven(), averaging),
        "fig8": analyse("fig8")([TRACES], TRACES, [1.0, 4.0], 1),
        "regularization": analyse("regularization")([known], [known], averaging),
    }
    for name, data in shown.items():
        figure = import_module(f"phasetrace.figures.{name}").draw(data)
        figure.draw_without_rendering()
        for text in figure.findobj(Text):
            assert "nan" not in text.get_text().lower(), name


def test_a_map_of_one_energy_density_has_a_row_that_is_seen():
    _, ((axes,),) = new_figure(COLUMN, 2.0)
    data = xr.DataArray([[0.1], [0.9], [0.5]], {"W": [1.0, 2.0, 4.0], "epsilon": [0.5]})
    phase_map(axes, data)
    values, limits, (x, y) = map_of(axes)
    np.testing.assert_array_equal(values, [[0.1, 0.9, 0.5]])
    np.testing.assert_allclose(x, [0.5, 1.5, 3.0, 5.0])
    np.testing.assert_allclose(y, [0.45, 0.55])
    assert limits == (0, 1)


def test_no_two_things_have_one_colour():
    colors = [*PHASE_COLORS.values(), CONFUSION_COLOR, IMBALANCE_COLOR]
    assert len(set(colors)) == len(colors) == 5
    assert list(PHASE_COLORS) == ["ergodic", "MBL", "time crystal"]


def test_a_figure_that_cannot_be_drawn_leaves_the_old_files(tmp_path):
    figure, panels = drawn()
    save(figure, tmp_path / "a.pdf", tmp_path / "a.png")
    before = (tmp_path / "a.pdf").read_bytes()
    panels[0, 0].set_title("$\\no such$")
    with pytest.raises(ValueError, match="no such"):
        save(figure, tmp_path / "a.pdf", tmp_path / "a.png")
    assert (tmp_path / "a.pdf").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "a.png"]
