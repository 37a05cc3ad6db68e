"""What a request knows while it lasts: who asks and what they may do, and from where."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from people.permissions import MEMO
from people.visit import current_request

Visitor = TypeVar("Visitor", bound=AbstractBaseUser | AnonymousUser)


class RememberRights:
    """Gives the visitor a memory of their rights that lasts as long as the request.

    Rights are looked up once, not once for each question.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Wrap the visitor, who is still looked up only when somebody asks."""
        request.user = SimpleLazyObject(partial(_remembering, request.user))  # type: ignore[assignment]
        token = current_request.set(request)
        try:
            return self.get_response(request)
        finally:
            current_request.reset(token)


def _remembering(visitor: Visitor) -> Visitor:
    setattr(visitor, MEMO, {})
    return visitor
