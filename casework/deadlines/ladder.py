"""To whom a late case goes next: from whoever has it, post by post, to the top."""

from collections.abc import Iterator

from django.utils import timezone

from casework.models import Case
from people.models import Appointment, Department, Post, User
from people.permissions import scope_of


def in_hand_of(case: Case) -> User | None:
    """Return to whom a case is given, while they may process it."""
    assignee = case.assignee
    if assignee is None:
        return None
    place = scope_of(assignee, "casework.process")
    return assignee if place.holds(case.department_id, case.territory_code) else None


def rungs(case: Case) -> list[list[User]]:
    """Return those who hold the posts above a case, the nearest first; vacant posts are passed."""
    found: list[list[User]] = []
    for post in _posts_above(case):
        holders = [holder for holder in _holders(post) if holder.pk != case.assignee_id]
        if holders:
            found.append(holders)
    return found


def _posts_above(case: Case) -> Iterator[Post]:
    """Yield each post once, even where the organisation was entered in a circle."""
    own = _own_post(case)
    post = _above(own) if own else _head_of(case.department)
    passed = {own.pk} if own else set()
    while post is not None and post.pk not in passed:
        passed.add(post.pk)
        yield post
        post = _above(post)


def _own_post(case: Case) -> Post | None:
    """Return the post of whoever has the case, one of its department if they have several."""
    person = in_hand_of(case)
    if person is None:
        return None
    rows = Appointment.objects.on(timezone.localdate()).filter(user=person)
    posts = [row.post for row in rows.select_related("post__superior", "post__department")]
    here = [post for post in posts if post.department_id == case.department_id]
    return next(iter(here or posts), None)


def _above(post: Post) -> Post | None:
    """Return the post that one answers to; else the head of its department, or of the one above."""
    if post.superior is not None:
        return post.superior
    head = _head_of(post.department)
    if head is not None and head.pk == post.pk:
        parent = post.department.parent
        return _head_of(parent) if parent else None
    return head


def _head_of(department: Department) -> Post | None:
    """Return the post that heads a department, or the nearest of those above it."""
    place: Department | None = department
    for _turn in range(20):
        if place is None:
            return None
        head = place.posts.filter(is_head=True).select_related("superior", "department").first()
        if head is not None:
            return head
        place = place.parent
    return None


def _holders(post: Post) -> list[User]:
    rows = Appointment.objects.on(timezone.localdate()).filter(post=post, user__is_active=True)
    return [row.user for row in rows.select_related("user")]
