"""Taking back what one has just done."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from workspace.models import UndoableAction
from workspace.undo import undo as undo_action
from workspace.views.saved_views import back_to


@require_safe
def recent(request: HttpRequest) -> HttpResponse:
    """List what the person did in the last minutes and may still take back."""
    actions = UndoableAction.objects.of(request.user).usable(timezone.now())
    return render(request, "workspace/undo.html", {"actions": actions})


@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an action back, and return to the page it was done on."""
    try:
        undo_action(pk=pk, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Undone."))
    return redirect(back_to(request))
