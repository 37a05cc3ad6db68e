"""What a person was told."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from workspace.models import Notification
from workspace.notifications import mark_read, unread_count

ROWS_A_PAGE = 30


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """List what the person was told, the newest first."""
    rows = Notification.objects.of(request.user)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread_count(request.user)}
    return render(request, "workspace/notifications.html", context)


@require_POST
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and go where it leads."""
    told = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    mark_read(actor=request.user, pks=[told.pk])
    return redirect(told.url or "workspace:notifications")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all that the person was told as read."""
    mark_read(actor=request.user)
    return redirect("workspace:notifications")
