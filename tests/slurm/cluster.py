"""A Slurm of one node on this machine, for tests: no systemd, no cgroups, no accounting.

It needs root and Debian's packages munge, slurmctld, slurmd and slurm-client.

    python tests/slurm/cluster.py    runs one until Ctrl-C, to try things by hand
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("munged", "munge", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "srun")
# The plugin drops SLURM_CONF from the environment of a job's inner srun, so that the
# configuration has to be where Slurm looks by itself.
CONFIGURATION = Path("/etc/slurm")
PARTITIONS = ("main", "cpu", "gpu", "short")


def missing():
    """Say what this machine lacks for a Slurm of its own, or nothing."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    if lacking:
        return f"no {', '.join(lacking)}: install munge slurmctld slurmd slurm-client"
    if os.geteuid() != 0:
        return "only root can start the daemons of Slurm"
    files = [CONFIGURATION / name for name in ("slurm.conf", "gres.conf", "cgroup.conf")]
    if any(file.exists() and not file.is_symlink() for file in files):
        return f"{CONFIGURATION} holds the configuration of another Slurm"
    return ""


@contextlib.contextmanager
def slurm(folder, cpus=4, gpus=1):
    """Run a Slurm whose node has `cpus` processors and `gpus` pretended GPUs.

    Nothing outside `folder` is written but links to its configuration; what has been
    started is stopped and what has been linked is unlinked at the end.
    """
    folder.chmod(0o755)
    for name in ("state", "spool", "run", "log"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    files = _configuration(folder, socket.gethostname().split(".")[0], cpus, gpus)
    daemons = []
    CONFIGURATION.mkdir(exist_ok=True)
    try:
        for name, text in files.items():
            (folder / name).write_text(text)
            link = CONFIGURATION / name
            link.unlink(missing_ok=True)
            link.symlink_to(folder / name)
        daemons.append(_start(folder, _munged(folder)))
        _until(["munge", "-n", f"--socket={folder}/run/munge.socket"], "munged")
        daemons.append(_start(folder, ["slurmctld", "-D", "-i"]))
        _until(["scontrol", "ping"], "slurmctld")
        daemons.append(_start(folder, ["slurmd", "-D"]))
        _until(["sh", "-c", "sinfo --noheader --format=%T | grep -q idle"], "slurmd")
        yield
    finally:
        for daemon in reversed(daemons):
            daemon.terminate()
            daemon.wait(timeout=30)
        for name in files:
            (CONFIGURATION / name).unlink(missing_ok=True)


def _munged(folder):
    files = {"key-file": "munge.key", "socket": "run/munge.socket", "pid-file": "run/munged.pid"}
    files |= {"log-file": "log/munged.log", "seed-file": "munged.seed"}
    # By force it accepts root, and a folder below the one for temporary files.
    return ["munged", "--foreground", "--force", *(f"--{k}={folder / v}" for k, v in files.items())]


def _start(folder, command):
    with (folder / "log" / f"{command[0]}.out").open("w") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)


def _until(command, what, seconds=30):
    end = time.monotonic() + seconds
    while subprocess.run(command, capture_output=True, check=False).returncode != 0:
        if time.monotonic() > end:
            raise RuntimeError(f"{what} does not answer within {seconds} s")
        time.sleep(0.2)


def _configuration(folder, host, cpus, gpus):
    """Text of slurm.conf, gres.conf and cgroup.conf."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 * 9 // 10
    devices = [folder / f"gpu{number}" for number in range(gpus)]
    for device in devices:
        device.touch()  # a GPU without a file would not count
    partitions = "\n".join(
        f"PartitionName={name} Nodes={host} DefaultTime=60 MaxTime=INFINITE State=UP"
        + (" Default=YES" if name == PARTITIONS[0] else "")
        for name in PARTITIONS
    )
    main = f"""\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort={_free_port()}
SlurmdPort={_free_port()}
AuthType=auth/munge
AuthInfo=socket={folder}/run/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/run/slurmctld.pid
SlurmdPidFile={folder}/run/slurmd.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=sched_interval=1,sched_min_interval=100000,bf_interval=5,batch_sched_delay=0
AccountingStorageType=accounting_storage/none
MinJobAge=3600
ReturnToService=2
KillWait=5
SlurmdParameters=config_overrides
GresTypes=gpu
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} Gres=gpu:{gpus} State=UNKNOWN
{partitions}
"""
    gres = "AutoDetect=off\n" + "".join(
        f"NodeName={host} Name=gpu File={device}\n" for device in devices
    )
    cgroup = "CgroupAutomount=no\nConstrainCores=no\nConstrainRAMSpace=no\n"
    return {"slurm.conf": main, "gres.conf": gres, "cgroup.conf": cgroup}


def _free_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


if __name__ == "__main__":
    import tempfile

    if missing():
        raise SystemExit(missing())
    # A shell makes its background processes deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as temporary, slurm(Path(temporary)):
        subprocess.run(["sinfo"], check=True)
        with contextlib.suppress(KeyboardInterrupt):
            time.sleep(1e9)
