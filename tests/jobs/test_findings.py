"""The first page of the report is read off tables that tests write."""

from phasetrace.jobs.findings import findings, titled

HEAD = "method,reading,from,to,value,low,high,verdict\n"


def test_every_number_has_its_error_and_unit(tmp_path):
    (tmp_path / "transitions.csv").write_text(
        HEAD
        + "networks,default,ergodic,MBL,1.616,1.532,1.701,found\n"
        + "networks,periodic,ergodic,MBL,2.0,,,found\n"
        + "gap ratio,,ergodic,MBL,1.842,1.802,1.883,found\n"
    )
    (tmp_path / "accuracy.csv").write_text(
        "units,test_mean,test_std,retrainings,test_traces\n2,0.9,0.1,10,160\n32,0.9963,0.00527,10,160\n"
    )
    (tmp_path / "comparison.md").write_text("# A\n\nOf 48 statements 26 agree.\n", encoding="utf-8")
    assert findings(tmp_path, {}) == [
        "Heisenberg chain, by networks: ergodic to MBL at 1.616 J (68 % interval 1.532 to 1.701 J)",
        "By the gap ratio of the same chains: ergodic to MBL at 1.842 J (68 % interval 1.802 to "
        "1.883 J)",
        "Single networks of 32 units are right on a share of 0.996 ± 0.005 of 160 withheld traces "
        "(mean and standard deviation of 10 networks)",
        "Of 48 statements 26 agree",
    ]


def test_a_study_has_its_own_unit_or_says_why_there_is_no_transition(tmp_path):
    for name, row in {"a": "1.1,0.5,1.5,found", "b": ",0.5,1.5,at the edge"}.items():
        (tmp_path / "studies" / name).mkdir(parents=True)
        (tmp_path / "studies" / name / "transitions.csv").write_text(
            f"{HEAD}networks,default,low,high,{row}\nthreshold,,low,high,{row}\n"
        )
    assert findings(tmp_path, {"a": "kHz", "b": "1", "not made": "1"}) == [
        "Study a: low to high at 1.1 kHz (68 % interval 0.5 to 1.5 kHz)",
        "Study b: low to high: no transition (at the edge)",
    ]


def test_the_page_has_a_title_and_its_findings():
    page = '<title>Snakemake Report</title><script>var text = "<!-- findings -->";</script>'
    assert titled(page, "a & b", ['1 ± 2 "c"']) == (
        '<title>a &#38; b</title><script>var text = "<ul><li>1 &#177; 2 &#34;c&#34;</li></ul>";'
        "</script>"
    )
