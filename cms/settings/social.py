"""Signing in through Kakao, Naver or Google: offered where both keys of one are set."""

from typing import Any

from cms.settings.environment import text

# Ask for no more than the address and a name to greet by.
_SCOPES: dict[str, dict[str, Any]] = {
    "kakao": {"SCOPE": ["account_email", "profile_nickname"]},
    "naver": {},
    "google": {"SCOPE": ["email", "profile"], "OAUTH_PKCE_ENABLED": True},
}


def social_providers() -> dict[str, dict[str, Any]]:
    """Return allauth's provider settings for those whose ``<NAME>_CLIENT_ID`` and
    ``<NAME>_SECRET`` are both in the environment.
    """
    found = {}
    for provider, extra in _SCOPES.items():
        client_id = text(f"{provider.upper()}_CLIENT_ID", "")
        secret = text(f"{provider.upper()}_SECRET", "")
        if client_id and secret:
            found[provider] = {**extra, "APPS": [{"client_id": client_id, "secret": secret}]}
    return found
