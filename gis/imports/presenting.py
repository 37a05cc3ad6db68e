"""What the pages of an import show, made ready for the templates."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gis.imports import targets
from gis.imports.checking import kinds_of
from gis.imports.enums import Action, FindingKind, State
from gis.imports.models import Import, StagedRow
from gis.imports.own_layers import KEY, OWN_LAYER
from gis.imports.wording import problem_words, row_words, stated_words, system_words, verdict_words
from people.permissions import Actor, scope_of

TONES: Final = {
    State.REFUSED: "alarm",
    State.COMMITTED: "good",
    State.CHECKED: "accent",
}
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def page(imported: Import) -> dict[str, Any]:
    """Return what every page of an import shows."""
    return {
        "imported": imported,
        "tone": TONES.get(State(imported.state), ""),
        "problem": problem_words(imported.problem),
        "steps": _steps(State(imported.state)),
        "facts": _facts(imported),
        "report": _report(imported),
        "can_undo": imported.state == State.COMMITTED,
        "can_commit": imported.state == State.CHECKED
        and bool(imported.report.get("new", 0) + imported.report.get("changed", 0)),
        "can_discard": imported.state not in {State.COMMITTED, State.ROLLED_BACK, State.DISCARDED},
        "can_change": imported.state in {State.READ, State.MATCHED, State.CHECKED},
    }


def _steps(state: State) -> list[dict[str, str]]:
    titles = (
        _("File"),
        _("Layer and coordinates"),
        _("Fields"),
        _("Checking of the rows"),
        _("Import"),
    )
    now = {State.OPENED: 1, State.READ: 2, State.MATCHED: 3, State.CHECKED: 3}.get(state, 0)
    now = len(titles) if state in {State.COMMITTED, State.ROLLED_BACK} else now
    return [
        {"title": title, "state": "done" if n < now else "now" if n == now else "next"}
        for n, title in enumerate(titles)
    ]


def _facts(imported: Import) -> list[tuple[str, Any]]:
    choice, counts = imported.choice, imported.counts
    found: list[tuple[str, Any]] = [
        (_("file"), imported.name),
        (_("started by"), imported.owner.get_full_name() or imported.owner.username),
    ]
    if choice.get("layer"):
        found.append((_("layer"), choice["layer"]))
    if counts:
        found += [(_("coordinate system"), _system(choice)), (_("rows read"), counts["rows"])]
    if counts.get("with_height"):
        found.append((_("rows whose height is left out"), counts["with_height"]))
    if choice.get("encoding"):
        found.append((_("encoding of the text"), choice["encoding"].upper()))
    if imported.target:
        found.append((_("destination of the rows"), target_title(imported)))
    return found


def _system(choice: Mapping[str, Any]) -> str:
    parts = [system_words(choice["srid"])]
    if choice.get("swapped"):
        parts.append(_("X and Y swapped"))
    if choice.get("left_out"):
        parts.append(_("without the shift of the datum"))
    return ", ".join(parts)


def target_title(imported: Import) -> str:
    """Return the name of the target, or of the own layer."""
    if imported.target == OWN_LAYER:
        name = imported.options.get("dataset", {}).get("name_fr", "")
        return imported.dataset.name if imported.dataset else name
    found = targets.find(imported.target)
    return str(found.title) if found else imported.target


def _report(imported: Import) -> dict[str, Any]:
    report: dict[str, Any] = imported.report
    if not report:
        return {}
    kinds = kinds_of(report)
    titles = dict(FindingKind.choices)
    return {
        **report,
        "repaired": kinds[FindingKind.REPAIRED],
        "warned": kinds[FindingKind.WARNED],
        "kinds": [
            (titles[FindingKind(each["kind"])], row_words(each["code"]), each["rows"])
            for each in report["findings"]
        ],
        "empty_columns": list(report["empty"].items()),
        "repeated": _repeated(imported),
        "verdict": _verdict(report.get("system", {})),
    }


def _verdict(system: Mapping[str, Any]) -> str:
    if not system:
        return ""
    proposed = system["proposed_srid"]
    return verdict_words(system["finding"], proposed, is_swapped=system["is_swapped"])


def _repeated(imported: Import) -> list[str]:
    layer = imported.choice.get("layer", "")
    found = [each.get("repeated", []) for each in imported.layers if each["name"] == layer]
    return list(dict.fromkeys(found[0])) if found else []


def layer(described: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a layer shows of it."""
    return {"layer": described, "stated": stated_words(described["system"])}


def kept(imported: Import, described: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was chosen before for this layer."""
    choice = imported.choice
    if not choice or choice.get("layer") != described["name"]:
        return {}
    names = ("encoding", "srid", "swapped", "left_out")
    return {**{name: choice[name] for name in names}, **choice.get("places", {})}


def matched(imported: Import) -> dict[str, Any]:
    """Return what was matched before."""
    found: dict[str, Any] = {}
    for field, chosen in imported.matching.items():
        for kind, text in chosen.items():
            found[f"{kind}-{field}"] = text
    return found | ({"outside": imported.options["outside"]} if found else {})


def own_layer(imported: Import) -> dict[str, Any]:
    """Return what was said of an own layer before."""
    if imported.target != OWN_LAYER:
        return {}
    key = imported.matching.get(KEY, {}).get("column", "")
    options = imported.options
    asked = options.get("dataset", {})
    return {**asked, "outside": options["outside"], "dataset": imported.dataset, "key": key}


def offered(actor: Actor) -> list[tuple[str, Any]]:
    """Return the targets to choose from, with their names: those where the actor may write."""
    return [
        (each.name, each.title)
        for each in targets.known()
        if not each.capability or scope_of(actor, each.capability).everywhere
    ]


def listed(rows: Iterable[StagedRow]) -> list[dict[str, Any]]:
    """Return rows as a list, which says the same as the map."""
    found = []
    for row in rows:
        middle = row.geom.centroid if row.geom else None
        found.append(
            {
                "row": row.row,
                "key": row.key,
                "action": Action(row.action).label if row.action else "",
                "place": f"{middle.y:.5f}, {middle.x:.5f}" if middle else "",
            }
        )
    return found


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def link_of(imported: Import) -> str:
    """Return the page of an import."""
    return reverse("geodata:import", args=[imported.pk])
