"""Nouns of the partners plug-in: records here, the pages that tell of them in ``pages``."""

from plugins.partners.models.mou import Mou
from plugins.partners.models.partner import Partner, PartnerKind
from plugins.partners.models.resource import Resource, ResourceKind
from plugins.partners.pages import PartnerIndexPage, PartnerPage, ResourceDirectoryPage

__all__ = [
    "Mou",
    "Partner",
    "PartnerIndexPage",
    "PartnerKind",
    "PartnerPage",
    "Resource",
    "ResourceDirectoryPage",
    "ResourceKind",
]
