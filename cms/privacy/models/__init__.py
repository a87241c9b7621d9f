"""The host's own records about personal data."""

from cms.privacy.models.destruction import Destruction
from cms.privacy.models.erasure import Erasure
from cms.privacy.models.export import DataExport
from cms.privacy.models.looks import Chain, Look, LookedAt
from cms.privacy.models.rules import PrivacySettings, privacy_settings

__all__ = [
    "Chain",
    "DataExport",
    "Destruction",
    "Erasure",
    "Look",
    "LookedAt",
    "PrivacySettings",
    "privacy_settings",
]
