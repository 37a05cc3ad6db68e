"""The registry of layers."""

import pytest

from gis.layers import Geometry, Layer, Source, find, known, register

SELECT = "SELECT 1"


@pytest.mark.django_db
def test_every_room_declared_its_layers() -> None:
    names = {layer.name for layer in known()}
    assert names == {
        *("territories", "territory_names", "streets", "addresses", "service_points"),
        *("bus_lines", "bus_stops", "lamps", "cabinets", "notes", "cases", "public_cases"),
    }


@pytest.mark.django_db
def test_layers_have_titles() -> None:
    assert all(str(layer.title) for layer in known())


def test_a_second_layer_of_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="lamps"):
        register(Layer("lamps", "Other lamps", Geometry.POINT))


@pytest.mark.django_db
def test_declaring_a_layer_again_changes_nothing() -> None:
    before = known()
    register(*(layer for layer in before if not layer.name.startswith("own-")))
    assert known() == before


def test_a_layer_shows_its_source_at_each_zoom() -> None:
    far, near = Source(0, 9, (), SELECT), Source(10, 12, (), SELECT)
    layer = Layer("x", "X", Geometry.POINT, stages=(far, near))
    assert [layer.source_at(zoom) for zoom in (9, 10, 12, 13)] == [far, near, near, None]


@pytest.mark.django_db
def test_an_unknown_layer_is_not_found() -> None:
    assert find("nothing") is None
