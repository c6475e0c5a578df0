"""WebSocket APIs applied for real; collected only where APPLYCHECK names the tool, as in `tests/apply`."""

from __future__ import annotations

import os

collect_ignore_glob = [] if "APPLYCHECK" in os.environ else ["test_*.py"]
