"""From the rows of a file to the points that can be loaded, with every finding."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lighting.enums import Grade, Reason
from lighting.inventory.columns import Matching
from lighting.inventory.comparing import compare, keep_first_of_code
from lighting.inventory.reading import Sheet
from lighting.inventory.rules import Finding, Point, read_row

SEVERITY = {Grade.ACCEPTED: 0, Grade.REPAIRED: 1, Grade.REFUSED: 2}


@dataclass(slots=True)
class Verdict:
    """The points to load and what was found, the columns still under our names."""

    matching: Matching
    row_count: int
    points: list[Point]
    findings: list[Finding]

    def refuse(self, reasons: Mapping[str, Reason]) -> None:
        """Take out the points of these codes."""
        kept = []
        for point in self.points:
            if point.code in reasons:
                reason = reasons[point.code]
                self.findings.append(Finding(point.row, "lamp_code", reason, point.code))
            else:
                kept.append(point)
        self.points = kept

    def counts(self) -> Counter[Grade]:
        """Count the rows by the worst grade found in each; a row without findings is accepted."""
        worst: dict[int, Grade] = {}
        for finding in self.findings:
            if finding.row is not None:
                worst[finding.row] = max(
                    worst.get(finding.row, Grade.ACCEPTED), finding.grade, key=SEVERITY.__getitem__
                )
        counted = Counter(worst.values())
        counted[Grade.ACCEPTED] += self.row_count - len(worst)
        return counted

    def in_words_of_the_file(self) -> list[Finding]:
        """Return the findings in the order of the rows, their columns by the file's headings."""
        named = [replace(f, column=self.matching.heading(f.column)) for f in self.findings]
        return sorted(named, key=lambda f: (f.row is not None, f.row or 0))


def judge(sheet: Sheet, matching: Matching) -> Verdict:
    """Read every row and compare them with each other."""
    findings = [
        *sheet.findings,
        *(Finding(None, name, Reason.COLUMN_ABSENT) for name in matching.absent),
        *(Finding(None, text, Reason.COLUMN_NOT_READ) for text in matching.unread),
    ]
    points = []
    for number, cells in sheet.rows:
        point, found = _judge_row(number, cells, matching)
        findings += found
        if point:
            points.append(point)
    points, refused = keep_first_of_code(points)
    findings += [*refused, *compare(points)]
    return Verdict(matching, len(sheet.rows), points, findings)


def _judge_row(
    number: int, cells: list[str], matching: Matching
) -> tuple[Point | None, list[Finding]]:
    width = len(matching.headings)
    if len(cells) > width:
        shown = " | ".join(cells[width:])[:200]
        return None, [Finding(number, "", Reason.TOO_MANY_CELLS, shown)]
    padded = cells + [""] * (width - len(cells))
    by_column = {column: padded[place] for column, place in matching.places.items()}
    return read_row(number, by_column)
