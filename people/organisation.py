"""Who holds which post on a day, and who stands above whom."""

import datetime as dt
from collections.abc import Iterator

from people.models import Department, Post, User
from people.querysets import in_force


def holders_of(post: Post, on: dt.date) -> list[User]:
    """Return who holds a post on a day."""
    return list(
        User.objects.filter(in_force(on, "appointments__"), appointments__post=post, is_active=True)
        .order_by("pk")
        .distinct()
    )


def posts_of(user: User, on: dt.date) -> list[Post]:
    """Return the posts that a person holds on a day."""
    held = Post.objects.filter(in_force(on, "appointments__"), appointments__user=user)
    return list(held.select_related("department").order_by("pk").distinct())


def departments_of(user: User, on: dt.date) -> list[Department]:
    """Return the departments in which a person holds a post on a day, each once."""
    return list({post.department_id: post.department for post in posts_of(user, on)}.values())


def head_of(department_id: int, on: dt.date) -> User | None:
    """Return who heads a department on a day, if anybody does."""
    post = Post.objects.filter(department_id=department_id, is_head=True).first()
    return next(iter(holders_of(post, on)), None) if post else None


def posts_above(post: Post) -> Iterator[Post]:
    """Yield the superiors of a post, the nearest first."""
    seen = {post.pk}
    while post.superior is not None and post.superior.pk not in seen:
        post = post.superior
        seen.add(post.pk)
        yield post


def next_above(user: User, on: dt.date) -> User | None:
    """Return the nearest superior of a person whose post is not vacant on a day, if any."""
    for post in posts_of(user, on):
        for above in posts_above(post):
            found = [holder for holder in holders_of(above, on) if holder.pk != user.pk]
            if found:
                return found[0]
    return None
