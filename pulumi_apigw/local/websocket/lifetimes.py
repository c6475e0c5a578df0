"""How long connections live."""

from __future__ import annotations

from dataclasses import dataclass

from pulumi_apigw.aws.websocket_limits import CONNECTION_SECONDS, IDLE_SECONDS

__all__ = ["Lifetimes"]


@dataclass(frozen=True)
class Lifetimes:
    """After how long API Gateway ends a connection by itself; tests have shorter ones."""

    idle_seconds: float = IDLE_SECONDS
    life_seconds: float = CONNECTION_SECONDS

    def remaining(self, connected_at: float, last_active_at: float, now: float) -> float:
        """The seconds that a connection has left if nothing is said on it."""
        return min(last_active_at + self.idle_seconds, connected_at + self.life_seconds) - now
