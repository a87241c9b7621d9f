"""What the plug-ins cost a request before any of them does anything, with twenty more installed.

``python -m tests.benchmarks.gate``. Measure: the snapshot of the switches, the gate, and what a
page asks the registry add less than 50 µs to a request. Each request is taken through a bare
view with and without them, by turns.
"""

import statistics
import sys
from dataclasses import dataclass
from types import ModuleType

from tests.benchmarks.measure import ROUNDS, said, timed
from tests.benchmarks.site import set_up

write = sys.stdout.write
MORE = 20
REPEAT = 5_000
WANTED = 50.0


def main() -> None:
    """Measure and print."""
    set_up()
    from django.conf import settings
    from django.test import RequestFactory
    from django.urls import resolve

    from plugins import state, typed_settings
    from plugins.api import current

    found, settings_class = install()
    settings.PLUGIN_STATE_SECONDS = 3600
    state.read()
    write(f"{len(found.plugins)} plug-ins, {len(found.by_key)} contributions\n")
    for path in ("/classes/", "/accounts/login/", "/search/", "/"):
        request = RequestFactory().get(path)
        request.resolver_match = resolve(path)
        compare(path, request, settings_class)

    def read_settings() -> None:
        typed_settings.forget()
        current(settings_class)

    for what, read in (("switches", state.read), ("settings", read_settings)):
        rounds = [timed(read, repeat=200) * 1000 for _round in range(ROUNDS)]
        write(said(f"reading the {what}, every two seconds", rounds, "µs") + "\n")


def compare(path, request, settings_class) -> None:
    """Print what the gate alone, and with what a busy page asks the registry, adds to a view."""
    from django.http import HttpResponse

    from plugins import middleware
    from plugins.api import DashboardCard, MemberCard, Receiver, Slot, current
    from plugins.registry import contributions

    answer = HttpResponse("", content_type="text/html")

    def bare(_request):
        return answer

    def asking(_request):
        for kind in (MemberCard, DashboardCard, Slot, Slot, Slot, Receiver):
            for _each in contributions(kind):
                pass
        current(settings_class)
        return answer

    def gated(view):
        gate = middleware.PluginGateMiddleware(view)

        def answered(request):
            gate.process_view(request, *request.resolver_match)
            return view(request)

        return middleware.PluginSnapshotMiddleware(answered)

    for name, chain in (("gate alone", gated(bare)), ("gate and registry", gated(asking))):
        added = []
        for _round in range(ROUNDS):
            without = timed(lambda: bare(request), repeat=REPEAT)
            added.append((timed(lambda chain=chain: chain(request), repeat=REPEAT) - without) * 1e3)
        over = "" if statistics.median(added) < WANTED else f"  OVER {WANTED:.0f}"
        write(said(f"{path} {name}", added, "µs") + over + "\n")


def install():
    """Put the made-up plug-ins beside those of the site; return all, and a class of settings."""
    from plugins import api, middleware, registry, state
    from plugins.survey import make_survey, survey

    @dataclass(frozen=True)
    class Made:
        days: int = api.setting("Days", default=14, minimum=1)

    def config(number: int) -> api.PluginConfig:
        label = f"made{number}"

        def given(self):
            yield api.UrlMount(
                key=f"{label}.m",
                prefix=f"{label}/",
                urlconf="events.urls.classes",
                namespace=label,
                access=api.Access.PUBLIC,
            )
            yield api.SlotPlace(key=f"{label}.place", passes={})
            for nth in range(3):
                name = f"{label}.{nth}"
                called = {"template": "base.html", "context": lambda given: None}
                yield api.MemberCard(key=f"{name}.card", **called)
                yield api.DashboardCard(key=f"{name}.staff", **called)
                yield api.Slot(key=f"{name}.slot", place="events.course.after", **called)
                yield api.Receiver(
                    key=f"{name}.r", message=api.SeatReleased, receive=lambda told: None
                )
            if number == 0:
                yield api.SettingsPanel(key=f"{label}.settings", label="A", values=Made)

        kind = type(
            label.title(),
            (api.PluginConfig,),
            {"name": label, "path": f"/{label}", "contributions": given},
        )
        return kind(label, ModuleType(label))

    found = make_survey([*survey().plugins.values(), *map(config, range(MORE))])
    if found.problems:
        raise SystemExit(found.problems)
    for module in (registry, state):
        module.survey = lambda: found
    middleware.mounts_by_namespace.cache_clear()
    return found, Made


if __name__ == "__main__":
    main()
