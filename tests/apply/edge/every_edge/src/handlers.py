import os
from typing import Any


def web(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Where a caller came in, and what the function knows of it."""
    return {"path": event.get("rawPath"), "base_paths": os.environ["BASE_PATHS"]}
