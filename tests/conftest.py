"""What holds for every test: nothing of the developer's own AWS and Pulumi settings decides a result."""

from __future__ import annotations

import os

for name in list(os.environ):
    if name.startswith(("AWS_", "PULUMI_")):
        del os.environ[name]
