"""Anonymous pages kept rendered, and thrown away the moment something public changes.

Three ideas. *One version* stands for everything an anonymous visitor can see
(``version``); whoever changes something public touches it in the transaction of the
change. *Each process keeps* the pages it rendered (``memory``), each with the version
read before rendering; a page is served again only while its version still stands,
which costs one look into shared memory and no query. *Time changes pages too*: a page
lives a minute at most, or until the instant a renderer names with ``until``.
"""

from cms.pagecache.freshness import until

__all__ = ["until"]
