"""The host's own records about personal data."""

from cms.privacy.models.erasure import Erasure
from cms.privacy.models.export import DataExport
from cms.privacy.models.rules import PrivacySettings, privacy_settings

__all__ = ["DataExport", "Erasure", "PrivacySettings", "privacy_settings"]
