"""Draws the chart of compare.py's results, with matplotlib: `chart.py RESULTS CHART`."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "ferrojwt"  # The same figures give the same file.

import matplotlib.pyplot as plt  # noqa: E402 - The backend is chosen first.

sys.path.insert(0, str(Path(__file__).resolve().parent))

from machine import sentence  # noqa: E402 - Beside this file, not installed.

BARE = {"engine", "openssl"}


def main(results: dict[str, Any], chart: Path) -> None:
    """Draw calls a second by library, for each algorithm, keys given as text."""
    figure, panels = plt.subplots(1, 2, figsize=(13, 6), sharey=True)
    for panel, operation in zip(panels, ("encode", "decode"), strict=True):
        draw(panel, operation, results)
    panels[0].set_ylabel("calls a second (logarithmic)")
    panels[1].legend(fontsize="small", loc="upper right")
    figure.suptitle("JWT libraries for Python: six claims, key given as text")
    figure.text(0.5, 0.01, sentence(results["machine"]), ha="center", fontsize="x-small")
    figure.tight_layout(rect=(0, 0.03, 1, 1))
    figure.savefig(chart, metadata={"Date": None})


def draw(panel: Any, operation: str, results: dict[str, Any]) -> None:
    """Draw the bars of one operation; what failed is marked with a cross."""
    cases = [
        case
        for case in results["cases"]
        if (case["operation"], case["key_form"], case["payload"]) == (operation, "text", "small")
    ]
    everybody = [*cases[0]["figures"], *cases[0]["failed"]]
    names = sorted(set(everybody) - BARE, key=everybody.index)
    width = 0.8 / len(names)
    for place, name in enumerate(names):
        at = [number + place * width - 0.4 + width / 2 for number in range(len(cases))]
        rates = [
            1e6 / case["figures"][name]["median"] if name in case["figures"] else 0
            for case in cases
        ]
        label = f"{name} {results['versions'].get(name, '(did not install)')}"
        bars = panel.bar(at, rates, width, label=label)
        missing = [x for x, rate in zip(at, rates, strict=True) if rate == 0]
        panel.plot(missing, [12] * len(missing), "x", color=bars.patches[0].get_facecolor())
    panel.set_yscale("log")
    panel.set_ylim(bottom=10)
    panel.set_title(f"{operation} (x: failed)")
    panel.set_xticks(range(len(cases)), [case["algorithm"] for case in cases])


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
