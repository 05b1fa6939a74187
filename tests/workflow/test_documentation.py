"""Every example in the pages that users read runs, and prints what stands below it."""

import io
import re
import subprocess
import sys
from contextlib import redirect_stdout

import pytest
import yaml
from foreign_files import write_csv
from pages import PAGES, examples, links, name_of, prints, tokens
from phasetrace import learn, save_networks
from phasetrace.jobs.config import check_config
from phasetrace.jobs.learning_settings import LearningSettings
from phasetrace.jobs.plan import check_plan
from running import ROOT, copy_checkout, many_runs
from studied import measured

LANGUAGES = {"sh", "python", "yaml", "csv", "text"}
MADE = {"figures": "results/report.html"}
"""What a target of the Makefile asks snakemake for."""
TOUCH_NOTHING = ("pip", ".")
"""Commands that install, or change the shell."""


def given(language):
    return [
        pytest.param(page, one, id=f"{name_of(page)}-{number}")
        for page in PAGES
        for number, one in enumerate(examples(page, language))
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_example_is_of_a_language_that_is_tested(page):
    for block in tokens(page):
        assert block.type != "code_block", block.content
        assert block.type != "fence" or block.info in LANGUAGES, block.content


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_what_is_there(page):
    for link in links(page):
        path, _, anchor = link.partition("#")
        if "://" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in map(slug, re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE))


def slug(heading):
    """The anchor of a heading, as repository browsers and the site make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(("page", "example"), given("yaml"))
def test_what_is_written_is_a_configuration(page, example):
    config = check_config(yaml.safe_load(example.text))
    check_plan(config)
    assert config.studies


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A checkout with the files that the pages speak of."""
    folder = copy_checkout(tmp_path_factory.mktemp("pages") / "checkout")
    (folder / "slurm").symlink_to("profiles/slurm")
    traces, data = measured(), folder / "data/my-experiment"
    data.mkdir(parents=True)
    for number, half in enumerate((slice(0, 3), slice(3, None))):
        write_csv(data / f"run{number}.csv", traces.fillna(0.5).isel(h=half))
        rows = (data / f"run{number}.csv").read_text()
        (data / f"run{number}.csv").write_text(rows.replace("value", "magnetization", 1))
    write_csv(folder / "new.csv", traces)
    for name in ("a.yaml", "b.yaml", "long.yaml"):
        (folder / name).write_text("learning: {epochs: 20}\n")
    save_judges(folder / "results/studies/my-experiment/networks.nc", traces)
    strengths = measured(seed=1).rename(h="W")
    save_judges(folder / "results/networks/heisenberg/eps0.50/seed0+1/default.nc", strengths)
    strengths.drop_vars("realization").to_netcdf(folder / "mine.nc")
    return folder


def save_judges(path, traces):
    settings = LearningSettings(units=2, retrainings=2, epochs=2, batch=8).model_dump()
    regimes = {"thermal": (0.0, 0.5), "localized": (2.0, 2.0)}
    fit, _ = learn(traces.fillna(0.5), regimes, {**settings, "site": None, "stop": None})
    path.parent.mkdir(parents=True)
    save_networks(path, fit, tuple(regimes))


SESSIONS = [
    page for page in PAGES if name_of(page) != "docs/module.md" and examples(page, "python")
]


@pytest.mark.slow
@pytest.mark.parametrize("page", SESSIONS, ids=name_of)
def test_python_prints_what_it_says(page, checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    names = {}  # One page, one session.
    for example in examples(page, "python"):
        with redirect_stdout(io.StringIO()) as output:
            exec(example.text, names)
        assert prints(output.getvalue(), example.printed or ""), output.getvalue()


def commands(example, folder):
    """Words of each command of a shell example, as a shell in a folder splits and expands them."""
    for line in example.text.replace("\\\n", " ").splitlines():
        split = run("bash", "-c", f"printf '%s\\n' {line}", cwd=folder).stdout.splitlines()
        if split != [""]:
            yield split


def planned(words):
    """Words of snakemake that plan what a command makes; None if it makes nothing by it."""
    if words[0] == "snakemake":
        cores = [] if "--cores" in words or "--profile" in words else ["--cores", "2"]
        return ["-n", *cores, *words[1:]]
    if words[0] == "make" and words[1] in MADE:
        return ["-n", "--cores", "2", MADE[words[1]]]
    return None


@pytest.fixture(scope="module")
def plan(checkout):
    """What commands of a page plan; those of several pages are planned once."""
    known = {}

    def of(page, asked):
        my = "".join(one.text for one in examples(page, "yaml")[:1])
        (checkout / "my.yaml").write_text(my or "{}")
        keys = [(*words, my if "my.yaml" in words else "") for words in asked]
        new = [(key, words) for key, words in zip(keys, asked, strict=True) if key not in known]
        if new:
            runs = many_runs(*(words for _, words in new), directory=checkout)
            known.update(zip((key for key, _ in new), runs, strict=True))
        return [known[key] for key in keys]

    return of


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_workflows_plan_what_pages_say(page, plan, checkout):
    asked = [
        (words, example.printed)
        for example in examples(page, "sh")
        for command in commands(example, checkout)
        if (words := planned(command))
    ]
    runs = plan(page, [words for words, _ in asked])
    for (words, printed), (code, output) in zip(asked, runs, strict=True):
        refused = re.search("^config: ", printed or "", re.MULTILINE)
        assert code == bool(refused), (words, output[-3000:])
        if printed is not None:
            assert prints(output, printed, numbers=False), (words, output[-3000:])


@pytest.mark.slow
@pytest.mark.parametrize(("page", "example"), given("sh"))
def test_other_commands_do_what_pages_say(page, example, checkout):
    for name, text in re.findall(
        r"`([\w-]+\.csv)`:\n\n```csv\n(.*?)```", page.read_text(), re.DOTALL
    ):
        (checkout / name).write_text(text)
    for words in commands(example, checkout):
        if words[0] in TOUCH_NOTHING or planned(words):
            continue
        if words[0] == "make":
            done = run("make", "--dry-run", *words[1:], cwd=ROOT)
        else:
            assert words[0] in ("python", ".venv/bin/python"), words
            environment = {"PYTHONPATH": str(checkout / "scripts")}
            done = run(sys.executable, *words[1:], cwd=checkout, env=environment)
            assert prints(done.stdout, example.printed), done.stdout
        assert done.returncode == 0, done.stderr


def run(*words, **options):
    return subprocess.run(words, text=True, capture_output=True, check=False, **options)


def test_the_workflow_of_the_page_on_modules_is_planned(tmp_path):
    (example,) = examples(ROOT / "docs/module.md", "python")
    text = example.text.replace("/path/to/phasetrace/Snakefile", str(ROOT / "Snakefile"))
    (tmp_path / "Snakefile").write_text(text)
    (tmp_path / "mine.py").touch()
    (tmp_path / "config.yaml").write_text("phasetrace: {floquet: {sites: 6}}\n")
    ((code, output),) = many_runs(["-n", "--cores", "2"], directory=tmp_path)
    assert code == 0 and "chains/results/fig3.nc" in output, output[-3000:]


def test_outputs_are_compared():
    assert prints("a 1\nb 2\n", "a 1\n…") and prints("a 1\n", "a …")
    assert not prints("a 1\nb 2\n", "a 1\n") and not prints("a 2", "a 1")
    assert prints("about 3 min on", "about 12 s on", numbers=False)
    assert not prints("about 3 min on", "near 12 s on", numbers=False)
