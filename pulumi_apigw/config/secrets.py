"""What a secret looks like, so that none is kept in a config and none is printed."""

from __future__ import annotations

import re

__all__ = ["is_secret_name", "secret_kind"]

# Prefixes that their issuers made to be found: a match is no coincidence.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
# https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
# https://docs.stripe.com/keys
_KINDS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40})"),
    "a Slack token": re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{20}"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16}"),
}
# The last words of a name: DB_PASSWORD holds a password, PASSWORD_PARAMETER and SECRET_ARN say where one is.
_NAME = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|(?:PRIVATE|SECRET|SIGNING|ENCRYPTION)_KEY|API_?KEY"
    r"|(?:CLIENT|APP|SHARED|WEBHOOK)_SECRET|(?:ACCESS|AUTH|API|BEARER|REFRESH)_TOKEN)$",
    re.IGNORECASE,
)


def secret_kind(text: str) -> str | None:
    """What kind of secret `text` holds, or None; only kinds that nothing else can be taken for."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(text)), None)


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name usually holds a secret itself."""
    return bool(_NAME.search(name))
