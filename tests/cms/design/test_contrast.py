"""Contrast by WCAG's definition, the colours refused, and the shades that must stay readable."""

import pytest
from django.core.exceptions import ValidationError

from cms.design.contrast import (
    WHITE,
    contrast,
    luminance,
    shades,
    validate_brand_colour,
)

BRANDS = ["#0f5e4d", "#1c589c", "#8a240f", "#000000", "#767676", "#6a1b9a", "#006400"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0f5e4d", "#ffffff", 7.7),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_luminance_of_black_and_white():
    assert (luminance("#000000"), round(luminance("#FFFFFF"), 9)) == (0, 1)


@pytest.mark.parametrize("colour", BRANDS)
def test_readable_brand_colours_are_taken(colour):
    assert validate_brand_colour(colour) is None


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#777777", "4.47"), ("#f2c14e", "1.67"), ("#ffffff", "1.00")]
)
def test_unreadable_brand_colours_are_refused_with_their_ratio(colour, ratio):
    with pytest.raises(ValidationError) as refused:
        validate_brand_colour(colour)
    assert (refused.value.code, refused.value.params) == ("contrast", {"ratio": ratio})


@pytest.mark.parametrize("colour", ["", "green", "#fff", "#12345g", "#0f5e4d;}", "0f5e4d"])
def test_what_is_not_a_colour_is_refused(colour):
    with pytest.raises(ValidationError) as refused:
        validate_brand_colour(colour)
    assert refused.value.code == "colour"


@pytest.mark.parametrize("colour", [*BRANDS, "#f2c14e", "#00ff00", "#ffffff"])
def test_every_shade_keeps_its_promise(colour):
    spread = shades(colour)
    assert contrast(spread.brand, WHITE) >= 4.5
    assert contrast(spread.strong, spread.soft) >= 4.5
    assert contrast(spread.deep, WHITE) >= 4.5
    assert contrast(spread.mist, spread.deep) >= 4.5


def test_a_good_colour_is_left_alone():
    assert shades("#0F5E4D").brand == "#0f5e4d"
