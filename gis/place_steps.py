"""Finding the place of a request without a script: each step brings its page back as it was.

A form that shows "gis/place_fields.html" sends a step (`place_step`) instead of itself: "seek"
looks up what was typed, "at" puts the point in words, "pick:KIND:REF" takes what was found,
"thing:KIND:REF" says what the request is about.
"""

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.utils.translation import gettext as _

from gis.finding import find_places
from gis.forms import PlaceForm
from gis.offering import things_near
from gis.place_choices import Step
from gis.place_points import point_of
from gis.whereis import Whereabouts, whereis
from people.permissions import Actor

STEP = "place_step"
SHORTEST = 2
LONGEST_WORDS = 200


def is_step(post: QueryDict) -> bool:
    """Tell whether a place is being looked for; a search that is sent by Enter is a step too."""
    seek = post.get("seek", "").strip()
    return STEP in post or (len(seek) >= SHORTEST and seek != post.get("sought", "").strip())


def take_step(post: QueryDict, actor: Actor) -> Step:
    """Do what a step asks for; nothing that was typed is lost."""
    values = {name: str(value) for name, value in post.items() if name != STEP}
    what, _colon, wanted = post.get(STEP, "seek").partition(":")
    step = Step(values)
    if what == "seek":
        _seek(step, actor)
    elif what == "pick":
        _pick(step, actor, wanted)
    elif what == "thing":
        _name(step, actor, wanted)
    elif _point(step):
        _look(step, actor, puts_words=True)
    else:
        step.said = _("Give a point first: find a place, or write its coordinates.")
    return step


def _seek(step: Step, actor: Actor) -> None:
    text = step.values["sought"] = step.values.get("seek", "").strip()
    step.found = find_places(actor=actor, text=text, near=_point(step))
    if not step.found:
        step.said = _("Nothing found.") if text else _("Write what to look for.")


def _pick(step: Step, actor: Actor, wanted: str) -> None:
    text = step.values.get("sought", "")
    for each in find_places(actor=actor, text=text, near=_point(step)):
        if f"{each.kind}:{each.ref}" == wanted:
            _put_point(step, each.longitude, each.latitude)
            _put_words(step, each.label)
            _look(step, actor)


def _name(step: Step, actor: Actor, wanted: str) -> None:
    if point := _point(step):
        for each in things_near(point, actor=actor):
            if f"{each.kind}:{each.ref}" == wanted:
                _put_point(step, each.longitude, each.latitude)
                _put_thing(step, each.words)
        _look(step, actor)


def _look(step: Step, actor: Actor, *, puts_words: bool = False) -> None:
    """Say where the point lies, and offer what stands there."""
    if point := _point(step):
        found = whereis(point, actor=actor)
        _put_territory(step, found)
        if puts_words:
            _put_words(step, found.words)
        step.things = things_near(point, actor=actor)
        step.said = step.said or _("The point is set.")


def _point(step: Step) -> Point | None:
    pair = (step.values.get(name, "").replace(",", ".") for name in ("longitude", "latitude"))
    return point_of(",".join(pair))


def _put_point(step: Step, longitude: float, latitude: float) -> None:
    step.values |= {"longitude": f"{longitude:.6f}", "latitude": f"{latitude:.6f}"}


def _put_words(step: Step, words: str) -> None:
    """Put the place in words, unless somebody typed it."""
    typed = step.values.get("place", "").strip()
    if words and (not typed or typed == step.values.get("filled", "")):
        step.values["place"] = step.values["filled"] = words[:LONGEST_WORDS]


def _put_thing(step: Step, words: str) -> None:
    """Put what the request is about before the words that somebody typed, instead of ours."""
    typed = step.values.get("place", "").strip()
    if words in typed:
        return
    if not typed or typed == step.values.get("filled", ""):
        _put_words(step, words)
    elif len(joined := f"{words}; {typed}") <= LONGEST_WORDS:
        step.values["place"] = joined


def _put_territory(step: Step, found: Whereabouts) -> None:
    offered = {code for code, _name in PlaceForm.offered()}
    if found.territory and found.territory.code in offered:
        step.values["territory"] = found.territory.code
