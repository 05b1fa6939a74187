"""Published files are fetched once, and never used unless they are the published ones."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from phasetrace import FileError
from phasetrace.store.published import kept_in, published, read_checksums

FILES = {"first/run 1.pkl": b"one", "first/run2.pkl": b"two", "table.csv": b"h,time\n"}
SUMS = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}


@pytest.fixture
def server():
    """Serve `FILES` and what a test changes of them; count what was asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.removeprefix("/data/").replace("%20", " ")
            serving.asked.append(name)
            content = serving.files.get(name)
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Length", str(len(content or b"") + serving.promised))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_):
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving.files, serving.asked, serving.promised = dict(FILES), [], 0
    serving.address = f"http://127.0.0.1:{serving.server_port}/data/"
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_files_are_fetched_once(tmp_path, server):
    found = published(SUMS, server.address, tmp_path / "kept")
    assert {name: path.read_bytes() for name, path in found.items()} == FILES
    assert found["first/run2.pkl"] == tmp_path / "kept/first/run2.pkl"
    assert sorted(server.asked) == sorted(FILES)
    assert published(SUMS, server.address, tmp_path / "kept") == found
    assert len(server.asked) == len(FILES)


def test_a_copy_serves_where_nothing_can_be_fetched(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert list(published(SUMS, "http://127.0.0.1:9/", tmp_path)) == list(FILES)


def test_files_are_fetched_from_a_folder_by_its_address(tmp_path):
    test_a_copy_serves_where_nothing_can_be_fetched(tmp_path)
    found = published(SUMS, f"{tmp_path.as_uri()}/", tmp_path / "kept")
    assert [path.read_bytes() for path in found.values()] == list(FILES.values())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"tw", "2 bytes of SHA-256 b6399cc26f4d…, must be 3fc4ccfe7458…"),
        (b"one", "3 bytes of SHA-256 7692c3ad3540…, which is first/run 1.pkl, must be 3fc4ccfe"),
        (b"", "0 bytes of SHA-256 e3b0c44298fc…, must be 3fc4ccfe7458…"),
        (b"two\n", "4 bytes of SHA-256"),
    ],
)
def test_a_file_that_is_not_the_published_one_is_refused(tmp_path, server, content, said):
    said = f"is not the published file: {said}"
    server.files["first/run2.pkl"] = content
    address = f"{server.address}first/run2.pkl"
    with pytest.raises(FileError) as refusal:
        published(SUMS, server.address, tmp_path)
    assert str(refusal.value).startswith(f"{address}: {said}")
    assert not list(tmp_path.rglob("*run2*"))

    mine = tmp_path / "first/run2.pkl"
    mine.parent.mkdir(exist_ok=True)
    mine.write_bytes(content)
    with pytest.raises(FileError) as refusal:
        published(SUMS, server.address, tmp_path)
    assert str(refusal.value).startswith(f"{mine}: {said}")
    assert str(refusal.value).endswith("; move it away, and it is fetched anew")
    assert mine.read_bytes() == content


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("http://127.0.0.1:9/", "Connection refused"),
        ("file:///none/", "No such file or directory"),
        ("nowhere/", "unknown url type"),
        ("gopher://a/", "unknown url type: gopher"),
    ],
)
def test_what_cannot_be_fetched_is_named_in_one_line(tmp_path, source, reason):
    with pytest.raises(FileError, match=f"^{tmp_path}/table.csv: is not there, and .*{reason}") as (
        refusal
    ):
        published({"table.csv": SUMS["table.csv"]}, source, tmp_path)
    assert str(refusal.value).endswith("; PHASETRACE_DATA may name a folder that has a copy")
    assert "\n" not in str(refusal.value) and not any(tmp_path.iterdir())


def test_answers_that_are_none_are_named_in_one_line(tmp_path, server):
    table = {"table.csv": SUMS["table.csv"]}
    server.promised = 5
    with pytest.raises(FileError, match=r"cannot be fetched: IncompleteRead\(7 bytes read, 5 more"):
        published(table, server.address, tmp_path)
    server.promised, server.files = 0, {}
    with pytest.raises(FileError, match=r"table\.csv cannot be fetched: Not Found; "):
        published(table, server.address, tmp_path)
    assert not any(tmp_path.iterdir())


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(FileError, match=r"table\.csv: is no regular file"):
        published({"table.csv": SUMS["table.csv"]}, "file:///none/", tmp_path)


def test_checksums_are_read_as_sha256sum_writes_them(tmp_path):
    known = {name.replace(" ", "-"): digest for name, digest in SUMS.items()}
    path = tmp_path / "SHA256SUMS"
    lines = [f"{digest}  {name}" for name, digest in known.items()]
    path.write_text("\n".join([*lines[:-1], lines[-1].replace("  ", " *"), ""]))
    assert read_checksums(path) == known


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "is no SHA-256 and the name of a file below it"),
        ("abc  a.csv", "is no SHA-256"),
        (f"{'0' * 64}  ../a.csv", "is no SHA-256"),
        (f"{'0' * 64}  /a.csv", "is no SHA-256"),
        (f"{'0' * 64}  b.csv", "b.csv is there twice"),
    ],
)
def test_a_line_that_is_no_checksum_is_named(tmp_path, line, said):
    path = tmp_path / "SHA256SUMS"
    path.write_text(f"{'1' * 64}  b.csv\n{line}\n")
    with pytest.raises(FileError, match=f"^{path}: line 2: {said}"):
        read_checksums(path)


def test_copies_are_kept_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("PHASETRACE_DATA", str(tmp_path / "mine"))
    assert kept_in() == tmp_path / "mine"
    monkeypatch.setenv("PHASETRACE_DATA", "mine")
    with pytest.raises(FileError, match=r"^mine: is named by PHASETRACE_DATA, which must be "):
        kept_in()
    monkeypatch.setenv("PHASETRACE_DATA", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_in() == tmp_path / "phasetrace"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert kept_in() == tmp_path / "home/.cache/phasetrace"
