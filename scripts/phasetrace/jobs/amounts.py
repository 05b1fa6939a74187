"""How durations and memory are written for a person."""

CHANGES_NUMBERS = False

MIB, GIB = 2**20, 2**30
HOUR = 3600
YEAR = 24 * 365 * HOUR


def duration(seconds: float) -> str:
    """Write a duration, in two units at most: "95 s", "2 min 00 s", "3 h 05 min", "4 days"."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 100:
        return f"{minutes} min {rest:02d} s"
    if seconds < 72 * HOUR:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    if seconds < 2 * YEAR:
        return f"{seconds / (24 * HOUR):.0f} days"
    return f"{seconds / YEAR:.3g} years"


def core_hours(seconds: float) -> str:
    """Write how long one core would take: "12 min 00 s of one core", "1.5 core hours"."""
    hours = seconds / HOUR
    if hours < 1:
        return f"{duration(seconds)} of one core"
    return f"{hours:.1f} core hours" if hours < 10 else f"{hours:.0f} core hours"


def size(count: int) -> str:
    """Write a number of bytes: "12 MiB", "1.5 GiB"."""
    return f"{count / MIB:.0f} MiB" if count < GIB else f"{count / GIB:.1f} GiB"
