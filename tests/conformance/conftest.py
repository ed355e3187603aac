"""The fixtures that the upstream suites share."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def tell(request):
    """Write a line to the terminal, whatever pytest captures."""
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    return lambda line: terminal.write_line(f"\n{line}")
