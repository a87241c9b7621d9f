"""A strict reader of iCalendar bytes, written against RFC 5545, sharing no code with the writer.

``check(data)`` raises ``NotStrict`` naming line and rule, or returns the events as plain
dictionaries ``{"SUMMARY": (params, value), …}`` for assertions.
"""

import re

REQUIRED_OF_CALENDAR = ("PRODID", "VERSION")
REQUIRED_OF_EVENT = ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "LAST-MODIFIED")
ONCE = {
    *REQUIRED_OF_CALENDAR,
    *REQUIRED_OF_EVENT,
    *("DTEND", "DESCRIPTION", "LOCATION", "URL", "ORGANIZER", "METHOD", "NAME", "COLOR", "TZID"),
}
NESTING = {("VEVENT",), ("VTIMEZONE",), ("VTIMEZONE", "STANDARD"), ("VTIMEZONE", "DAYLIGHT")}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"}
# RFC 7986, 5.9: the names of CSS3 (css3-color, 4.3), in any case.
COLOURS = set(
    re.findall(
        r"\w+",
        """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
    blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk
    crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
    darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue
    dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite
    gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
    lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell
    sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal
    thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen
        """,
    )
)
LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(;[A-Z0-9-]+=("[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*)'
    r'(,("[^"]*"|[^";:,]*))*)*):(?P<value>.*)',
    re.DOTALL,
)
PARAM = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')

type Property = tuple[dict[str, str], str]


class NotStrict(AssertionError):
    """The bytes break a rule."""


def check(data: bytes, *, method: str | None = None) -> list[dict[str, Property]]:
    """Return the events of one calendar; ``method`` is the METHOD it must carry (feeds: none)."""
    lines = unfolded(data)
    _demand(lines[0] == "BEGIN:VCALENDAR", "starts with BEGIN:VCALENDAR")
    _demand(lines[-1] == "END:VCALENDAR", "ends with END:VCALENDAR")
    head, zones, events = _components(lines[1:-1])
    for name in REQUIRED_OF_CALENDAR:
        _demand(name in head, f"the calendar has {name}")
    _demand(head["VERSION"][1] == "2.0", "VERSION is 2.0")
    _demand(head.get("METHOD", ({}, None))[1] == method, f"METHOD is {method}")
    if "REFRESH-INTERVAL" in head:
        _demand(head["REFRESH-INTERVAL"][0] == {"VALUE": "DURATION"}, "REFRESH-INTERVAL says VALUE")
    known = {zone["TZID"][1] for zone in zones}
    used = {event[key][0]["TZID"] for event in events for key in event if "TZID" in event[key][0]}
    _demand(used <= known, f"zones {used - known} are defined")
    _demand(known == used or not events, f"zones {known - used} are used")
    uids = [event["UID"][1] for event in events]
    _demand(len(uids) == len(set(uids)), "UIDs are unique")
    return events


def unfolded(data: bytes) -> list[str]:
    """Return the content lines; physical lines are CRLF-ended, at most 75 octets, whole UTF-8."""
    _demand(data.endswith(b"\r\n"), "the last line ends with CRLF")
    logical: list[str] = []
    for number, raw in enumerate(data.split(b"\r\n")[:-1], 1):
        _demand(len(raw) <= 75, f"line {number} has at most 75 octets, not {len(raw)}")
        _demand(b"\n" not in raw and b"\r" not in raw, f"line {number} has no bare CR or LF")
        _demand(raw != b"", f"line {number} is not empty")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotStrict(f"line {number} splits a character") from error
        if text.startswith((" ", "\t")):
            _demand(bool(logical), "the first line continues nothing")
            logical[-1] += text[1:]
        else:
            logical.append(text)
    for line in logical:
        _demand(not re.search("[\x00-\x08\x0a-\x1f\x7f]", line), f"no control in {line!r}")
    return logical


def _components(lines):
    head, zones, events, stack = {}, [], [], []
    for line in lines:
        name, params, value = _property(line)
        if name == "BEGIN":
            stack.append(value)
            _demand(tuple(stack) in NESTING, f"{value} may stand here")
            if len(stack) == 1:
                (zones if value == "VTIMEZONE" else events).append({})
        elif name == "END":
            _demand(bool(stack) and stack.pop() == value, f"{line} closes what is open")
        elif len(stack) < 2:
            owner = (zones if stack == ["VTIMEZONE"] else events)[-1] if stack else head
            _demand(name not in owner or name not in ONCE, f"{name} stands once")
            owner[name] = (params, value)
    _demand(not stack, f"{stack} is closed")
    for zone in zones:
        _demand("TZID" in zone, "a zone has a TZID")
    for event in events:
        _event(event)
    return head, zones, events


def _property(line):
    match = LINE.fullmatch(line)
    _demand(match is not None, f"{line!r} is name, parameters and value")
    if match["name"] in TEXTS:
        escaped = re.fullmatch(r"([^\\;,]|\\[\\;,nN])*", match["value"])
        _demand(escaped is not None, f"{line!r} is escaped")
    params = {key: text.strip('"') for key, text in PARAM.findall(match["params"])}
    return match["name"], params, match["value"]


def _event(event):
    for name in REQUIRED_OF_EVENT:
        _demand(name in event, f"an event has {name}")
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        _demand(re.fullmatch(r"\d{8}T\d{6}Z", event[name][1]) is not None, f"{name} is in UTC")
    _demand(event["STATUS"][1] in {"CONFIRMED", "CANCELLED", "TENTATIVE"}, "STATUS is known")
    _demand(event["SEQUENCE"][1].isdecimal(), "SEQUENCE is a number")
    if "COLOR" in event:
        _demand(event["COLOR"][0] == {}, "COLOR has no parameter")
        _demand(event["COLOR"][1].lower() in COLOURS, "COLOR is a name of CSS3")
    for name in {"DTSTART", "DTEND"} & event.keys():
        _demand(re.fullmatch(r"\d{8}T\d{6}", event[name][1]) is not None, f"{name} is local")
    if "DTEND" in event:
        _demand(event["DTEND"][1] >= event["DTSTART"][1], "ends after it starts")


def _demand(truth, rule):
    if not truth:
        raise NotStrict(rule)
