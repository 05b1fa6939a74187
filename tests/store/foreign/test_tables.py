"""Tables in long form, of values and of counted bit strings."""

import re

import numpy as np
import pytest
from foreign_files import toy, write_csv
from phasetrace import FileError
from phasetrace.measurement.readout import Readout
from phasetrace.store.foreign.tables import block_of_table

VALUES = "h,realization,time,site,value\n"
COUNTS = "h,realization,time,bitstring,count\n"


def block(path, text, parameter=None, variable=None, names=None):
    path = path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return block_of_table(str(path), parameter, variable, names or {})


def test_rows_go_where_they_belong(tmp_path):
    found = block(tmp_path, VALUES + "1,0,0,2,0.4\n0,b,1,1,0.3\n0,a,0,1,0.1\n0,a,0,2,0.2\n")
    nan = np.nan
    expected = [[[0.1, 0.2], [nan, nan]], [[nan, nan], [0.3, nan]], [[nan, 0.4], [nan, nan]]]
    assert found.parameters.tolist() == [0, 0, 1]
    np.testing.assert_array_equal(found.values, expected)
    assert (found.parameter, found.variable, found.site) == ("h", "value", "site")
    assert found.errors is None and found.groups is None


def test_realizations_are_in_the_order_of_their_numbers(tmp_path):
    found = block(tmp_path, VALUES + "0,10,0,1,0.1\n0,9,0,1,0.2\n")
    assert found.values.ravel().tolist() == [0.2, 0.1]


def test_the_only_column_that_stands_for_nothing_else_is_what_was_measured(tmp_path):
    found = block(tmp_path, "g,realization,time,channel,signal\n0,0,0,1,0.1\n")
    assert (found.variable, found.values.tolist()) == ("signal", [[[0.1]]])
    with pytest.raises(FileError, match="has no value or magnetization; it has g, time, a, b"):
        block(tmp_path, "g,time,a,b\n0,0,1,2\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_separated_by_semicolons_and_tabs(tmp_path, delimiter):
    write_csv(tmp_path / "a.csv", toy(), delimiter)
    found = block_of_table(str(tmp_path / "a.csv"), None, "magnetization", {})
    assert found.values.shape == (7, 6, 5) and found.variable == "magnetization"
    np.testing.assert_array_equal(found.values[2:6], toy()["magnetization"][1])


def test_comments_blank_lines_spaces_and_a_mark_of_byte_order_do_not_count(tmp_path):
    text = "\ufeff# made by hand\n\nh, time ,m\r\n# half\n0, 0 , 1\r\n\r\n"
    found = block(tmp_path, text, variable="m")
    assert found.values.tolist() == [[[1.0]]]


def test_columns_may_be_missing_and_have_other_names(tmp_path):
    text = "B,t,qubit,run,sz,sz_error,day,fridge\n0,0,left,x,1,0.1,mo,7\n0,0,right,x,,,mo,7\n"
    names = {"time": "t", "channel": "qubit", "realization": "run", "value": "sz", "group": "day"}
    found = block(tmp_path, text, names=names)
    assert (found.parameter, found.variable, found.site) == ("B", "sz", "channel")
    assert found.sites.tolist() == ["left", "right"] and found.groups.tolist() == ["mo"]
    np.testing.assert_array_equal(found.values, [[[1, np.nan]]])
    np.testing.assert_array_equal(found.errors, [[[0.1, np.nan]]])
    assert found.unread == ["fridge"]


@pytest.mark.parametrize("name", ["error", "value_error", "m_error"])
def test_errors_are_named_by_what_they_are_of(tmp_path, name):
    found = block(tmp_path, f"h,time,value,{name}\n0,0,1,0.1\n", variable="m")
    assert found.errors.tolist() == [[[0.1]]] and not found.unread


def test_counts_give_the_magnetization_from_the_left_with_binomial_errors(tmp_path):
    rows = "0,0,0,011,30\n0,0,0,001,10\n0,0,1,111,0\n0,0,2,111,5\n"
    found = block(tmp_path, COUNTS + rows)
    assert found.variable == "magnetization" and found.sites.tolist() == [1, 2, 3]
    np.testing.assert_array_equal(found.values[0, 0], [-1, 0.5, 1])
    # The mean of 40 spins that are up with probability 0.75.
    error = 2 * np.sqrt(0.75 * 0.25 / 40)
    np.testing.assert_allclose(found.errors[0, 0], [0, error, 0])
    # Without a shot nothing was measured.
    np.testing.assert_array_equal(found.values[0, 1:], [[np.nan] * 3, [1, 1, 1]])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# nothing\n", "has no line but comments, need a table"),
        (VALUES, "has a header and no row"),
        ("h,time,time\n", "line 1: the header has the name 'time' twice"),
        ("h,,time\n", "line 1: the header has a column without a name"),
        ("time,h,value\n0,0,0\n", "its first column is time, must bear the parameter's name"),
        ("h,value\n0,0\n", "has no time; it has h, value; if one of these is it, say names"),
        (
            "h,time,x,y\n0,0,0,0\n",
            "has no value or magnetization; it has h, time, x, y; need a row for each",
        ),
        ("h,time,bitstring\n0,0,01\n", "has no count; it has h, time, bitstring; if one"),
        (VALUES + "0,0,0,1\n", "line 2: has 4 cells, must have 5 as the header has"),
        (VALUES + "\n0,0,0,1,one\n", "line 3: value is 'one', must be a number"),
        (VALUES + "0,0,0,1,inf\n", "line 2: value is 'inf', must be a finite number"),
        (VALUES + "0,0,,1,1\n", "line 2: time is '', must be a number"),
        (VALUES + "nan,0,0,1,1\n", "line 2: h is 'nan', must be a finite number"),
        (VALUES + "0,0,0,,1\n", "line 2: site is '', must not be empty"),
        (VALUES + "0,0,0,1,\n", "value holds no finite number"),
        (VALUES + '0,0,0,1,"1\n', "line 2: is no CSV: unexpected end of data"),
        (VALUES + f"0,0,0,1,{'x' * 99}\n", f"line 2: value is '{'x' * 39}…', must be a number"),
        (
            VALUES + "0,0,0,1,0.1\n1,0,0,1,0.1\n0,0,0.0,1,0.2\n",
            "line 4: 0, 0, 0.0, 1, 0.2 is for the same place as line 2; realizations and sites are",
        ),
        (
            "h,time,realization,group,value\n0,0,0,mo,1\n0,1,0,tu,1\n",
            "line 3: group is 'tu', but another for the same realization in line 2",
        ),
        (COUNTS + "0,0,0,01,5\n0,0,0,012,5\n", "line 3: bitstring is '012', must be 2 characters"),
        (COUNTS + "0,0,0,01,5\n0,0,0,21,5\n", "line 3: bitstring is '21', must be 2 characters"),
        (COUNTS + "0,0,0,,5\n", "line 2: bitstring is '', must be"),
        (COUNTS + "0,0,0,01,1.5\n", "line 2: count is '1.5', must be a whole number, 0 or more"),
        (COUNTS + "0,0,0,01,-1\n", "line 2: count is '-1', must be a whole number, 0 or more"),
        (COUNTS + "0,0,0,01,5\n0,0,0,01,6\n", "line 3: 0, 0, 0, 01, 6 is for the same place as"),
    ],
)
def test_what_is_no_table_of_traces_is_refused_with_its_line(tmp_path, text, fault):
    with pytest.raises(FileError, match=f"^{tmp_path}/a.csv: {re.escape(fault)}.*$"):
        block(tmp_path, text)


def test_text_in_another_code_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes("h,time,µ\n".encode("latin-1"))
    with pytest.raises(FileError, match=r"is not text in UTF-8, need CSV in UTF-8$"):
        block_of_table(str(tmp_path / "a.csv"), None, None, {})


def test_changed_bytes_end_in_numbers_or_in_one_line(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(path, toy())
    data = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(200):
        changed = bytearray(data[: rng.integers(1, len(data))])
        for place in rng.integers(len(changed), size=rng.integers(0, 4)):
            changed[place] ^= 1 << rng.integers(8)
        path.write_bytes(changed)
        try:
            block_of_table(str(path), None, None, {})
        except FileError as error:
            assert str(error).startswith(str(path)) and "\n" not in str(error)


MISREAD = COUNTS + "0,0,0,10,60\n0,0,0,11,20\n0,0,0,00,15\n0,0,0,01,5\n1,0,0,11,3\n"


def counted(path, **options):
    (path / "a.csv").write_text(MISREAD, encoding="utf-8")
    return block_of_table(str(path / "a.csv"), None, None, {}, **options)


def test_counts_are_corrected_for_errors_of_the_readout(tmp_path):
    raw = counted(tmp_path)
    found = counted(tmp_path, readout=Readout([0.1, 0.0], 0.2))
    # Of m is read (1 - p01 - p10) m + p01 - p10.
    np.testing.assert_allclose(raw.values[0, 0], [0.6, -0.5])
    np.testing.assert_allclose(found.values[0, 0], [0.7 / 0.7, -0.3 / 0.8])
    np.testing.assert_allclose(found.errors, raw.errors / [0.7, 0.8])
    assert raw.shots == found.shots == (103, 103)
    with pytest.raises(FileError, match="of 2 sites, and readout has 3 probabilities"):
        counted(tmp_path, readout=Readout(0.1, [0.1] * 3))


def test_counts_are_selected_by_their_up_spins(tmp_path):
    found = counted(tmp_path, up_spins=1)
    assert found.shots == (65, 103)
    np.testing.assert_allclose(found.values[0, 0], [55 / 65, -55 / 65])
    np.testing.assert_allclose(found.errors[0, 0], np.sqrt((1 - (55 / 65) ** 2) / 65))
    # No shot is left.
    assert np.isnan(found.values[1]).all() and np.isnan(found.errors[1]).all()
    with pytest.raises(FileError, match="bit strings of 2 sites, and postselect is 3"):
        counted(tmp_path, up_spins=3)


@pytest.mark.parametrize("options", [{"readout": Readout(0.1, 0.1)}, {"up_spins": 1}])
def test_values_have_no_shots_to_correct_or_select(tmp_path, options):
    (tmp_path / "a.csv").write_text(VALUES + "0,0,0,1,0.1\n", encoding="utf-8")
    with pytest.raises(FileError, match="has no counted bit strings"):
        block_of_table(str(tmp_path / "a.csv"), None, None, {}, **options)
