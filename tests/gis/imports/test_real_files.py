"""Real files beside the project: maps become layers, and other tables say what they lack."""

from pathlib import Path
from typing import Any

import pytest

from gis.imports import services
from gis.imports.enums import State
from gis.imports.models import Dataset, DatasetFeature
from people.models import User
from tests.gis.imports.files import checked, read, received
from tests.people.organisation import make_user

MAPS = {
    "streets/marrakech_roads_osm.gpkg": 17_654,
    "streets/marrakech_main_roads.geojson": 2_611,
    "streets/marrakech_buildings.geojson": 3_468,
    "streets/marrakech_traffic_signals.geojson": 182,
    "streets/marrakech_pdu_zones.geojson": 27,
    "streets/helsinki_centre.osm.pbf": 8_045,
    "boundaries/marrakech_arrondissements_hcp2014.geojson": 6,
    "boundaries/marrakech_prefecture_units_hcp2014.geojson": 23,
    "boundaries/morocco_hcp2014_units_simplified.parquet": 1_689,
    "boundaries/morocco_communes_dpa_2024_poverty.parquet": 1_685,
    "boundaries/morocco_provinces_hcp2014.geojson": 75,
    "boundaries/morocco_regions_hcp2014.geojson": 12,
    "services/morocco_health_facilities_osm.parquet": 7_997,
    "services/marrakech_health_facilities_osm.geojson": 483,
    "services/mediouna_annexes_administratives.geojson": 19,
    "services/nantes_waste_containers_2015.csv": 771,
    "services/montpellier_osm_recycling.geojson": 69,
}
FOLDERS = ("streets", "boundaries", "services")
NO_MAPS = {".json", ".md", ".txt"}


@pytest.fixture
def person(settings: Any, tmp_path: Path) -> User:
    """Return somebody who may import."""
    settings.VAR_DIR = tmp_path / "var"
    return make_user(is_superuser=True)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", MAPS)
def test_a_real_map_becomes_a_layer(real_data: Path, person: User, name: str) -> None:
    made = checked(read(received(person, real_data / name), person), person)
    assert made.state == State.CHECKED
    report = made.report
    assert report["read"] == MAPS[name]
    refused = {each["code"] for each in report["findings"] if each["kind"] == "refused"}
    assert refused <= {"no_place"}
    services.commit_import(imported=made, actor=person)
    assert DatasetFeature.objects.count() == report["new"] >= MAPS[name] - report["refused"]
    assert Dataset.objects.get().columns


@pytest.mark.slow
@pytest.mark.django_db
def test_every_other_real_file_is_refused_with_its_reason(real_data: Path, person: User) -> None:
    files = [path for folder in FOLDERS for path in sorted((real_data / folder).rglob("*"))]
    others = [
        path
        for path in files
        if path.is_file()
        and path.suffix not in NO_MAPS
        and str(path.relative_to(real_data)) not in MAPS
    ]
    assert len(others) >= 14
    for path in others:
        made = received(person, path)
        wanted = "unknown_type" if path.suffix == ".gz" else "no_coordinates"
        assert (made.state, made.problem["code"]) == (State.REFUSED, wanted), path.name
