"""The staff as they are read: whom a reader may see."""

import datetime as dt

from django.db.models import QuerySet

from people.models import Appointment, User
from people.permissions import Scope


def seen_by(scope: Scope, on: dt.date) -> QuerySet[User]:
    """Return the people whom a scope covers by their posts of the day; all of them if it is all.

    Accounts without a post are seen by those who see every service.
    """
    people = User.objects.all()
    if scope.departments is None:
        return people
    posts = Appointment.objects.on(on).filter(post__department__in=scope.departments)
    return people.filter(pk__in=posts.values("user"))
