"""What seats, queue and offers of one course must do, in plain Python: no database, no clock.

``Model.do(operation)`` returns the code of the refusal or "done"; ``rows`` are the live
claims. The domain must answer the same and stand the same after every operation.
"""

from dataclasses import dataclass, field

OFFER_HOURS = 5
KINDS = ("register", "wait", "cancel", "accept", "decline", "children", "tick", "seats", "places")


@dataclass
class Row:
    order: int
    state: str
    places: int
    number: int | None = None
    ends: int | None = None


@dataclass
class Model:
    capacity: int
    childcare: int
    offers: bool
    hour: int = 0
    issued: int = 0
    order: int = 0
    rows: dict[int, Row] = field(default_factory=dict)

    def taken(self):
        return sum(row.state in {"confirmed", "offered"} for row in self.rows.values())

    def places(self):
        seated = [row for row in self.rows.values() if row.state in {"confirmed", "offered"}]
        return sum(row.places for row in seated)

    def fits(self, places):
        return self.taken() < self.capacity and self.places() + places <= self.childcare

    def promote(self):
        for row in sorted(self.waiting(), key=lambda row: row.number):
            if self.fits(row.places):
                if self.offers:
                    row.state, row.ends = "offered", self.hour + OFFER_HOURS
                else:
                    row.state = "confirmed"

    def waiting(self):
        return [row for row in self.rows.values() if row.state == "waiting"]

    def do(self, kind, who, amount):
        return getattr(self, f"_{kind}")(who, amount)

    def _add(self, who, state, places, number=None):
        self.order += 1
        self.rows[who] = Row(self.order, state, places, number)
        return "done"

    def _register(self, who, places):
        if places and not self.childcare:
            return "childcare_not_offered"
        if who in self.rows:
            return "already_registered"
        if self.taken() >= self.capacity:
            return "full"
        if not self.fits(places):
            return "childcare_full"
        return self._add(who, "confirmed", places)

    def _wait(self, who, places):
        if self.fits(places):
            return "seats_free"
        if places and not self.childcare:
            return "childcare_not_offered"
        if who in self.rows:
            return "already_registered"
        self.issued += 1
        return self._add(who, "waiting", places, self.issued)

    def _cancel(self, who, _amount):
        if self.rows.pop(who, None) is None:
            return "not_registered"
        self.promote()
        return "done"

    def _accept(self, who, _amount):
        row = self.rows.get(who)
        if row is None:
            return "not_registered"
        if row.state == "confirmed":
            return "done"
        if row.state != "offered" or self.hour >= row.ends:
            return "offer_ended"
        row.state = "confirmed"
        return "done"

    def _decline(self, who, amount):
        row = self.rows.get(who)
        if row is not None and row.state != "offered":
            return "offer_ended"
        return self._cancel(who, amount)

    def _children(self, who, places):
        row = self.rows.get(who)
        if row is None:
            return "not_registered"
        if places == row.places:
            return "done"
        if places and not self.childcare:
            return "childcare_not_offered"
        more = places - row.places
        seated = row.state in {"confirmed", "offered"}
        if seated and more > 0 and self.places() + more > self.childcare:
            return "childcare_full"
        row.places = places
        self.promote()
        return "done"

    def _tick(self, _who, hours):
        self.hour += hours
        due = [
            (row.ends, row.order, who)
            for who, row in self.rows.items()
            if row.state == "offered" and row.ends <= self.hour
        ]
        for _ends, _order, who in sorted(due):
            self._cancel(who, 0)
        return "done"

    def _seats(self, who, amount):
        wanted = 1 + (who + amount) % 8
        if wanted < self.taken():
            return "seats_in_use"
        self.capacity = wanted
        self.promote()
        return "done"

    def _places(self, who, amount):
        wanted = (who + amount) % 7
        if wanted < self.places():
            return "childcare_in_use"
        self.childcare = wanted
        self.promote()
        return "done"
