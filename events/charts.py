"""Charts as pictures: SVG by pygal, without scripts, without words from elsewhere."""

from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

INK, QUIET, LINE, BRAND = "#1e2124", "#464c53", "#cdd1d5", "#0f5e4d"
FONT = '"Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif'
BAR_HEIGHT = 44
SVG = "{http://www.w3.org/2000/svg}"


def bars(rows: Sequence[tuple[str, int]], *, title: str) -> str:
    """Return lying bars, the first on top; each says its number.

    ``title`` is told to who cannot see it. Nothing in the picture runs or loads anything.
    """
    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground=QUIET,
        foreground_strong=INK,
        foreground_subtle=LINE,
        colors=(BRAND,),
        opacity="1",
        opacity_hover="1",
        font_family=FONT,
        label_font_size=18,
        value_font_size=18,
        value_colors=(INK,),
    )
    # Lying bars are drawn from below.
    shown = list(reversed(rows))
    chart: Any = pygal.HorizontalBar(
        style=style,
        js=[],
        show_legend=False,
        print_values=True,
        print_values_position="top",
        print_zeroes=True,
        show_x_guides=False,
        show_y_guides=False,
        show_x_labels=False,
        range=(0, max([1, *(count for _label, count in rows)]) * 1.15),
        width=640,
        height=BAR_HEIGHT * len(rows) + 24,
        margin=8,
        spacing=8,
        truncate_label=-1,
        disable_xml_declaration=True,
        no_data_text="",
    )
    chart.x_labels = [label for label, _count in shown]
    chart.add("", [count for _label, count in shown])
    chart.add_xml_filter(_only_draws)
    chart.add_xml_filter(lambda root: _named(root, title))
    drawn: str = chart.render()
    return drawn


def _only_draws(root: Any) -> Any:
    for parent in root.iter():
        for child in list(parent):
            # A comment's tag is no text; it would name the day and the maker.
            if not isinstance(child.tag, str) or _local(child) in {"script", "title", "desc"}:
                parent.remove(child)
    return root


def _named(root: Any, title: str) -> Any:
    root.set("role", "img")
    root.set("aria-label", title)
    return root


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
