"""Fetch published files, or take them from where copies are kept, and check what they hold."""

import shutil
import sys
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parent / "scripts"))

from phasetrace.jobs.log import JobLog
from phasetrace.store.files import atomic
from phasetrace.store.published import kept_in, published, read_checksums

experiment, source = snakemake.params.experiment, snakemake.params.source
with JobLog(snakemake.log[0], f"files of {experiment}"):
    found = published(read_checksums(snakemake.input[0]), source, kept_in() / experiment)
    for name, path in found.items():
        with atomic(Path(snakemake.output[0], name)) as temporary:
            shutil.copyfile(path, temporary)
