"""The tables of states: each service registers its own in `AppConfig.ready()`.

The database holds a copy (`casework_transition`) and refuses any change that is not in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise


@dataclass(frozen=True)
class State:
    """A state of a case. `tone` is one of "good", "still", "warning", "alarm", "none"."""

    code: str
    label: "str | Promise"
    is_final: bool = False
    waits_for_resident: bool = False
    """The commune can do nothing until the resident has answered: clocks stop where they may."""
    tone: str = "none"


@dataclass(frozen=True)
class Transition:
    """An allowed step, with the words on its button."""

    source: str
    target: str
    label: "str | Promise"
    needs_reason: bool = False
    capability: str = "casework.process"
    is_taken_by_resident: bool = False
    """The applicant's own answer takes it."""


@dataclass(frozen=True)
class Workflow:
    """The states of a kind of case, the first of which a case begins with, and the steps."""

    code: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        codes = [state.code for state in self.states]
        if len(codes) != len(set(codes)) or not codes:
            raise ValueError(f"the workflow {self.code} needs states, each of them once")
        for step in self.transitions:
            if step.source not in codes or step.target not in codes or step.source == step.target:
                raise ValueError(
                    f"the workflow {self.code} has no step {step.source}-{step.target}"
                )

    @property
    def initial(self) -> State:
        """The state in which a case begins."""
        return self.states[0]

    def state(self, code: str) -> State:
        """Return a state by its code. Raises LookupError."""
        for state in self.states:
            if state.code == code:
                return state
        raise LookupError(code)

    def steps_from(self, code: str) -> Iterator[Transition]:
        """Yield the steps that lead on from a state."""
        yield from (step for step in self.transitions if step.source == code)

    def step(self, source: str, target: str) -> Transition | None:
        """Return the step between two states, or nothing where there is none."""
        return next((step for step in self.steps_from(source) if step.target == target), None)

    def pairs(self) -> set[tuple[str, str]]:
        """Return all steps as pairs of codes; the beginning comes from the empty code."""
        steps = {(step.source, step.target) for step in self.transitions}
        return steps | {("", self.initial.code)}


_workflows: Final[dict[str, Workflow]] = {}


def register(workflow: Workflow) -> None:
    """Make a table of states known; the same code twice must mean the same."""
    known = _workflows.setdefault(workflow.code, workflow)
    if known != workflow:
        raise ValueError(f"two meanings of the workflow {workflow.code}")


def workflow(code: str) -> Workflow:
    """Return a registered table of states. Raises LookupError."""
    return _workflows[code]


def workflows() -> tuple[Workflow, ...]:
    """Return all registered tables of states."""
    return tuple(_workflows.values())
