"""What the parts of the demo hand on to one another while it is being loaded."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

SEOUL = ZoneInfo("Asia/Seoul")
PASSWORD = "pumasi-demo-2026"  # noqa: S105 - printed at every start of the demo


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: its role's key, address, and the words the start prints."""

    role: str
    email: str
    name: str
    note: str
    staff: bool = False


ACCOUNTS = (
    Account("member", "member@pumasi.example", "하늘", "회원 · member"),
    Account("leader", "leader@pumasi.example", "햇살", "커뮤니티 대표 · community leader"),
    Account("treasurer", "treasurer@pumasi.example", "달빛", "커뮤니티 회계 · treasurer"),
    Account("editor", "editor@pumasi.example", "편집 담당", "편집자 · editor", staff=True),
    Account(
        "coordinator",
        "coordinator@pumasi.example",
        "사업 담당",
        "코디네이터 · coordinator",
        staff=True,
    ),
    Account(
        "accountant", "accountant@pumasi.example", "회계 담당", "회계 · accountant", staff=True
    ),
    Account(
        "administrator", "admin@pumasi.example", "운영 담당", "관리자 · administrator", staff=True
    ),
)


@dataclass
class Demo:
    """The demo while it is loaded.

    ``today`` is the day in Seoul all relative dates count from; ``people`` holds users
    by role; ``pages``, ``pictures`` and ``records`` what one part leaves for the next,
    by a name of its choosing (``pages["ko:classes"]``).
    """

    today: date = field(default_factory=lambda: timezone.localdate(timezone=SEOUL))
    people: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, Any] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        """Return the day ``offset`` days from today."""
        return self.today + timedelta(days=offset)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return that moment of that day in Seoul."""
        return datetime.combine(day, time(hour, minute), tzinfo=SEOUL)

    def next_weekday(self, weekday: int, *, after: int = 0, weeks: int = 0) -> date:
        """Return the first such weekday (Monday is 0) more than ``after`` days ahead."""
        start = self.day(after + 1)
        return start + timedelta(days=(weekday - start.weekday()) % 7, weeks=weeks)
