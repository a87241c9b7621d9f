"""The host's tables: the centre's settings and the public pages."""

from cms.models.centre import CentreSettings, centre
from cms.pages.about import FacilityPage, StaffPage
from cms.pages.home import HomePage
from cms.pages.link import LinkPage
from cms.pages.news import NewsIndexPage, NewsPage, NewsPageTag
from cms.pages.publications import PublicationFile, PublicationIndexPage, PublicationPage
from cms.pages.standard import StandardPage
from cms.pages.timeline import TimelinePage

__all__ = [
    "CentreSettings",
    "FacilityPage",
    "HomePage",
    "LinkPage",
    "NewsIndexPage",
    "NewsPage",
    "NewsPageTag",
    "PublicationFile",
    "PublicationIndexPage",
    "PublicationPage",
    "StaffPage",
    "StandardPage",
    "TimelinePage",
    "centre",
]
