"""Technologies and faults of lamps."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class LampType(TextChoices):
    """Light source."""

    LED = "led", _("LED")
    SODIUM = "sodium", _("High-pressure sodium")
    MERCURY = "mercury", _("Mercury vapour")
    METAL_HALIDE = "metal_halide", _("Metal halide")
    FLUORESCENT = "fluorescent", _("Fluorescent")
    INCANDESCENT = "incandescent", _("Incandescent")
    UNKNOWN = "unknown", _("Unknown")


class LampFault(IntegerChoices):
    """Fault that a lamp reports; the numbers are those of `telemetry.records.LAMP_FAULTS`."""

    NONE = 0, _("No fault")
    LAMP_FAILURE = 1, _("Lamp failure")
    DRIVER_FAILURE = 2, _("Driver failure")
    NO_SUPPLY = 3, _("No supply")
    DAY_BURNING = 4, _("Burning by day")
    FLICKERING = 5, _("Flickering")


class Condition(TextChoices):
    """What a lamp or cabinet is doing, as far as it says."""

    LIT = "lit", _("Lit")
    OFF = "off", _("Off")
    FAULTY = "faulty", _("Faulty")
    REPORTING = "reporting", _("Reporting")
    SILENT = "silent", _("Silent")
    UNWATCHED = "unwatched", _("Without a device")


class ControlKind(TextChoices):
    """Equipment of the lighting network that is not a lamp."""

    CABINET = "cabinet", _("Cabinet")
    PHOTOCELL = "photocell", _("Photocell")
    BREAKER = "breaker", _("Circuit breaker")


class Grade(TextChoices):
    """What an import did with a value, or with the row that holds the worst of them."""

    ACCEPTED = "accepted", _("Accepted")
    REPAIRED = "repaired", _("Repaired")
    REFUSED = "refused", _("Refused")


class Reason(TextChoices):
    """Why a value of an inventory is in the report, in the order of severity."""

    # the row is not loaded
    CODE_MISSING = "code_missing", _("no code")
    CODE_TOO_LONG = "code_too_long", _("code of more than 40 characters")
    CODE_REPEATED = "code_repeated", _("code already used in an earlier row")
    CODE_CHANGED_KIND = "code_changed_kind", _("code known as a lamp here, as equipment there")
    SIMULATED_DIFFERS = (
        "simulated_differs",
        _("known here as real, there as simulated, or the reverse"),
    )
    POSITION_MISSING = "position_missing", _("no position")
    POSITION_UNREADABLE = "position_unreadable", _("position that cannot be read")
    POSITION_OUT_OF_RANGE = "position_out_of_range", _("position that is not on Earth")
    POSITION_ZERO = "position_zero", _("position 0,0, which a receiver without a fix gives")
    SUPPLY_TOO_LONG = "supply_too_long", _("supply contract of more than 40 characters")
    TOO_MANY_CELLS = "too_many_cells", _("more cells than headings")
    # the row is loaded with another value than it had
    BLANKS_REMOVED = "blanks_removed", _("needless blanks removed")
    PLACEHOLDER = "placeholder", _("a sign that stands for nothing, read as empty")
    DECIMAL_COMMA = "decimal_comma", _("decimal comma read as a point")
    UNIT_REMOVED = "unit_removed", _("unit removed")
    NUMBER_TIDIED = "number_tidied", _("whole number written with decimals")
    TEXT_CUT = "text_cut", _("text cut to the length that fits")
    TYPE_APPROXIMATE = "type_approximate", _("kind of lamp read as the nearest one known")
    TYPE_UNREADABLE = "type_unreadable", _("kind of lamp not known, left open")
    POWER_UNREADABLE = "power_unreadable", _("power that is not a number, left open")
    POWER_OUT_OF_RANGE = "power_out_of_range", _("power not between 0 and 5,000 watts, left open")
    QUANTITY_MISSING = "quantity_missing", _("no number of lamps, taken as one")
    QUANTITY_UNREADABLE = "quantity_unreadable", _("unusable number of lamps, taken as one")
    # the row is loaded as it is
    TYPE_MISSING = "type_missing", _("no kind of lamp")
    POWER_MISSING = "power_missing", _("no power")
    POWER_UNUSUAL = "power_unusual", _("power unusual for this kind of lamp")
    SEVERAL_LAMPS = "several_lamps", _("several lamps at one point")
    SUPPLY_MISSING = "supply_missing", _("no supply contract, so no cabinet")
    EQUIPMENT = "equipment", _("equipment, not a lamp: kept as such")
    POSITION_SHARED = "position_shared", _("position of another row too")
    POSITION_DISAGREES = "position_disagrees", _("latitude and longitude differ from the position")
    ROW_REPEATED = "row_repeated", _("equal to another row but for the code: entered twice?")
    CABINET_AGAIN = "cabinet_again", _("further cabinet of a contract: the first gives the place")
    CABINET_IN_THE_MIDDLE = (
        "cabinet_in_the_middle",
        _("no cabinet: placed amid the contract's lamps"),
    )
    OUTSIDE_TERRITORY = "outside_territory", _("outside every territory known here")
    # about the whole file
    NO_TERRITORY = "no_territory", _("no territory is known here yet")
    ENCODING_GUESSED = "encoding_guessed", _("not UTF-8: read in the encoding named")
    COLUMN_ABSENT = "column_absent", _("the file has no such column")
    COLUMN_NOT_READ = "column_not_read", _("column not read")
    SHEET_NOT_READ = "sheet_not_read", _("sheet not read: only the first one is")
