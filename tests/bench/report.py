"""Figures to summaries and tables."""

import statistics
from typing import Any

from machine import sentence

BARE = {"engine": "signature alone", "openssl": "cryptography alone"}


def summary(samples: list[float]) -> dict[str, float]:
    """Return the median and the minimum, in microseconds."""
    return {"median": statistics.median(samples), "minimum": min(samples)}


def table(results: dict[str, Any]) -> str:
    """Return everything measured as Markdown: a table for each payload and form of key."""
    lines = [sentence(results["machine"]), ""]
    lines += [", ".join(f"{name} {version}" for name, version in results["versions"].items()), ""]
    lines.append(
        "Microseconds of processor time a call, median / minimum; in brackets how many times as "
        f"long as ferrojwt: the median of the ratios within {results['rounds']} interleaved "
        "rounds, and the ratio of the minima.\n"
    )
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for case in results["cases"]:
        groups.setdefault((case["payload"], case["key_form"]), []).append(case)
    for (payload, key_form), members in groups.items():
        lines += [f"### {payload} payload, {key_form} key", "", *_rows(members), ""]
    return "\n".join([*lines, *_failures(results["cases"])])


def _rows(cases: list[dict[str, Any]]) -> list[str]:
    seen = dict.fromkeys(name for case in cases for name in [*case["figures"], *case["failed"]])
    names = [name for name in seen if name not in BARE] + [name for name in seen if name in BARE]
    titles = [BARE.get(name, name) for name in names]
    lines = [f"| | {' | '.join(titles)} |", f"|---|{'---|' * len(names)}"]
    for case in cases:
        cells = " | ".join(_cell(case, name) for name in names)
        lines.append(f"| {case['algorithm']} {case['operation']} | {cells} |")
    return lines


def _cell(case: dict[str, Any], library: str) -> str:
    if library in case["failed"]:
        return "failed"
    if library not in case["figures"]:
        return ""
    figures = case["figures"][library]
    times = f"{_digits(figures['median'])} / {_digits(figures['minimum'])}"
    return (
        times
        if library == "ferrojwt"
        else f"{times} ({figures['ratio']:.1f}x, {figures['ratio_of_minima']:.1f}x)"
    )


def _digits(microseconds: float) -> str:
    return f"{microseconds:.2f}" if microseconds < 100 else f"{microseconds:.0f}"


def _failures(cases: list[dict[str, Any]]) -> list[str]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for case in cases:
        title = f"{case['algorithm']} {case['operation']} {case['key_form']} {case['payload']}"
        for library, reason in case["failed"].items():
            reasons.setdefault((library, reason), []).append(title)
    return [
        f"- {library} failed {'every case' if len(titles) == len(cases) else ', '.join(titles)}: "
        f"{reason}"
        for (library, reason), titles in reasons.items()
    ]
