"""One row of an inventory: every odd value found in real ones, and some that were only feared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lighting.enums import ControlKind, Grade, LampType, Reason
from lighting.inventory import vocabulary
from lighting.inventory.comparing import compare, keep_first_of_code
from lighting.inventory.rules import REFUSALS, Finding, grade_of, read_row

GOOD = {
    "lamp_code": "17",
    "position": "S28 25.696 W65 43.153",
    "lamp_type": "LED",
    "power_w": "120",
    "quantity": "1",
    "supply_id": "145331",
    "switching": "EQUIPO SIN MEDICIÓN",
    "address": "RP Nº 22",
    "locality": "EL HUECO",
    "remarks": "",
}


def read(**cells: str):
    """Read the good row with some cells replaced."""
    return read_row(2, GOOD | cells)


def point_of(number: int = 2, **cells: str):
    """Return the point of a row that is not refused."""
    point, _ = read_row(number, GOOD | cells)
    assert point
    return point


def test_a_good_row_has_no_findings() -> None:
    point, findings = read()
    assert not findings
    assert point
    assert (point.code, point.supply_id, point.kind) == ("17", "145331", None)
    assert (point.lamp_type, point.power_w, point.quantity) == (LampType.LED, 120, 1)
    assert point.source_position == "S28 25.696 W65 43.153; EPSG:4326"


@pytest.mark.parametrize(
    ("column", "was", "became", "reason"),
    [
        ("lamp_type", "LED ", "LED", Reason.BLANKS_REMOVED),
        ("lamp_type", "BAJO CONSUMO ", "BAJO CONSUMO", Reason.BLANKS_REMOVED),
        ("address", "SIERRA BRAVA ", "SIERRA BRAVA", Reason.BLANKS_REMOVED),
        ("address", "PLAZA  1\u00a0\u200f", "PLAZA 1", Reason.BLANKS_REMOVED),
        ("address", "A\x00B", "A B", Reason.BLANKS_REMOVED),
        ("power_w", "-", "", Reason.PLACEHOLDER),
        ("power_w", " ? ", "", Reason.PLACEHOLDER),
        ("switching", "-", "", Reason.PLACEHOLDER),
        ("lamp_type", "S/D", "", Reason.PLACEHOLDER),
        ("lamp_type", "REFLECTOR LED", "led", Reason.TYPE_APPROXIMATE),
        ("lamp_type", "MEZCLADORA", "mercury", Reason.TYPE_APPROXIMATE),
        ("lamp_type", "LED / SODIO", "", Reason.TYPE_UNREADABLE),
        ("lamp_type", "PROYECTOR", "", Reason.TYPE_UNREADABLE),
        ("lamp_type", "", "", Reason.TYPE_MISSING),
        ("power_w", "37,5", "37.5", Reason.DECIMAL_COMMA),
        ("power_w", "120 W", "120", Reason.UNIT_REMOVED),
        ("power_w", "2x50", "", Reason.POWER_UNREADABLE),
        ("power_w", "nan", "", Reason.POWER_UNREADABLE),
        ("power_w", "0", "", Reason.POWER_OUT_OF_RANGE),
        ("power_w", "-100", "", Reason.POWER_OUT_OF_RANGE),
        ("power_w", "5001", "", Reason.POWER_OUT_OF_RANGE),
        ("power_w", "900", "900", Reason.POWER_UNUSUAL),
        ("power_w", "", "", Reason.POWER_MISSING),
        ("quantity", "", "1", Reason.QUANTITY_MISSING),
        ("quantity", "2", "2", Reason.SEVERAL_LAMPS),
        ("quantity", "1.5", "1", Reason.QUANTITY_UNREADABLE),
        ("quantity", "0", "1", Reason.QUANTITY_UNREADABLE),
        ("quantity", "doble", "1", Reason.QUANTITY_UNREADABLE),
        ("quantity", "40000", "1", Reason.QUANTITY_UNREADABLE),
        ("supply_id", "145331.0", "145331", Reason.NUMBER_TIDIED),
        ("supply_id", "", "", Reason.SUPPLY_MISSING),
        ("address", "x" * 201, "x" * 200, Reason.TEXT_CUT),
        ("position", "S28 25,696 W65 43,153", "-28.428267, -65.719217", Reason.DECIMAL_COMMA),
    ],
)
def test_an_odd_value_is_named(column, was, became, reason) -> None:
    point, findings = read(**{column: was})
    assert point
    assert Finding(2, column, reason, was[:200], became) in findings
    assert all(finding.column == column for finding in findings)


@pytest.mark.parametrize(
    ("column", "was", "reason"),
    [
        ("lamp_code", "", Reason.CODE_MISSING),
        ("lamp_code", "-", Reason.CODE_MISSING),
        ("lamp_code", "x" * 41, Reason.CODE_TOO_LONG),
        ("position", "", Reason.POSITION_MISSING),
        ("position", "plaza", Reason.POSITION_UNREADABLE),
        ("position", "0, 0", Reason.POSITION_ZERO),
        ("position", "95.0, 7.0", Reason.POSITION_OUT_OF_RANGE),
        ("supply_id", "x" * 41, Reason.SUPPLY_TOO_LONG),
    ],
)
def test_what_cannot_be_loaded_is_refused(column, was, reason) -> None:
    point, findings = read(**{column: was})
    assert point is None
    assert (reason, Grade.REFUSED) in [(f.reason, f.grade) for f in findings]


def test_a_placeholder_is_not_also_missing() -> None:
    for column in ("power_w", "lamp_type"):
        assert [f.reason for f in read(**{column: "-"})[1]] == [Reason.PLACEHOLDER]


@pytest.mark.parametrize(
    ("text", "kind", "meter"),
    [
        ("GABINETE SIN MEDIDOR", ControlKind.CABINET, ""),
        ("GABINETE - MEDIDOR: 2960335", ControlKind.CABINET, "2960335"),
        ("Armoire, compteur n° 12", ControlKind.CABINET, ""),
        ("FOTOCÉLULA", ControlKind.PHOTOCELL, ""),
        ("LLAVES TÉRMICAS", ControlKind.BREAKER, ""),
        ("خزانة", ControlKind.CABINET, ""),
        ("خلية ضوئية", ControlKind.PHOTOCELL, ""),
    ],
)
def test_equipment_is_told_from_lamps(text, kind, meter) -> None:
    point, findings = read(lamp_type=text, power_w="", quantity="")
    assert point
    assert (point.kind, point.meter_number, point.power_w) == (kind, meter, None)
    assert [finding.reason for finding in findings] == [Reason.EQUIPMENT]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LED", LampType.LED),
        ("VAPOR DE SODIO", LampType.SODIUM),
        ("Vapeur de sodium", LampType.SODIUM),
        ("SHP", LampType.SODIUM),
        ("VAPOR DE MERCURIO", LampType.MERCURY),
        ("Mercurio halogenado", LampType.METAL_HALIDE),
        ("BAJO CONSUMO", LampType.FLUORESCENT),
        ("TUBO FLUORESCENTE", LampType.FLUORESCENT),
        ("صوديوم", LampType.SODIUM),
        ("زئبق", LampType.MERCURY),
    ],
)
def test_a_known_name_loses_nothing(text, kind) -> None:
    assert vocabulary.read_name(text) == vocabulary.Named(kind)


def test_names_in_the_vocabulary_are_spelled_as_they_are_compared() -> None:
    for names in vocabulary.EXACT.values():
        assert list(names) == [vocabulary.key(name) for name in names]


def test_latitude_and_longitude_do_without_a_position() -> None:
    cells = {name: text for name, text in GOOD.items() if name != "position"}
    point, findings = read_row(2, cells | {"latitude": "31.6295", "longitude": "-7.9811"})
    assert point
    assert not findings
    assert point.source_position == "31.6295, -7.9811; EPSG:4326"


def test_a_position_may_disagree_with_latitude_and_longitude() -> None:
    near = {"latitude": "-28.428267", "longitude": "-65.719217"}
    assert not read(**near)[1]
    for text in ("-28.428367", "north"):
        (finding,) = read(**near | {"latitude": text})[1]
        assert (finding.reason, finding.grade) == (Reason.POSITION_DISAGREES, Grade.ACCEPTED)


def test_a_code_is_taken_once() -> None:
    points, refused = keep_first_of_code([point_of(2), point_of(3), point_of(4, lamp_code="18")])
    assert [point.row for point in points] == [2, 4]
    assert refused == [Finding(3, "lamp_code", Reason.CODE_REPEATED, "17", "#2")]


def test_rows_are_compared() -> None:
    points = [
        point_of(2, lamp_type="GABINETE SIN MEDIDOR"),
        point_of(3, lamp_code="18", position="S28 25.700 W65 43.153"),
        point_of(4, lamp_code="19", position="S28 25.700 W65 43.153"),
        point_of(5, lamp_code="20", position="S28 25.700 W65 43.153", power_w="50"),
        point_of(6, lamp_code="21", position="S28 25.800 W65 43.153", supply_id="9"),
        point_of(7, lamp_code="22", position="S28 25.9 W65 43", lamp_type="GABINETE"),
    ]
    found = {(f.row, f.reason, f.became) for f in compare(points)}
    assert found == {
        (3, Reason.POSITION_SHARED, "#4 #5"),
        (4, Reason.POSITION_SHARED, "#3 #5"),
        (5, Reason.POSITION_SHARED, "#3 #4"),
        (3, Reason.ROW_REPEATED, "#4"),
        (4, Reason.ROW_REPEATED, "#3"),
        (6, Reason.CABINET_IN_THE_MIDDLE, ""),
        (7, Reason.CABINET_AGAIN, "#2"),
    }


def test_every_reason_has_its_grade() -> None:
    for reason in Reason:
        assert (grade_of(reason) == Grade.REFUSED) == (reason in REFUSALS)
    assert grade_of(Reason.BLANKS_REMOVED) == grade_of(Reason.QUANTITY_UNREADABLE) == Grade.REPAIRED
    assert grade_of(Reason.TYPE_MISSING) == grade_of(Reason.SHEET_NOT_READ) == Grade.ACCEPTED


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=60)))
def test_no_row_breaks_the_reader(cells) -> None:
    point, findings = read_row(2, GOOD | cells)
    assert (point is None) == any(f.grade == Grade.REFUSED for f in findings)
    if point:
        assert point.power_w is None or 0 < point.power_w <= 5000
        assert "\0" not in point.address + point.code + point.supply_id
