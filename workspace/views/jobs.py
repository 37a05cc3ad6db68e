"""The jobs that a person started."""

import uuid

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from workspace.jobs import cancel_job, result_path
from workspace.models import Job

ROWS_A_PAGE = 30


def _own(request: HttpRequest, pk: uuid.UUID) -> Job:
    own: Job = get_object_or_404(Job.objects.of(request.user), pk=pk)
    return own


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List the person's jobs, the newest first."""
    rows = Job.objects.of(request.user)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/jobs.html", {"page": page})


@require_safe
def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how far a job is, and its result."""
    return render(request, "workspace/job.html", {"job": _own(request, pk)})


@require_safe
def job_state(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the part of the page that changes while a job runs."""
    return render(request, "workspace/job_state.html", {"job": _own(request, pk)})


@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a job."""
    own = _own(request, pk)
    cancel_job(job=own, actor=request.user)
    return redirect("workspace:job", own.pk)


@require_safe
def result(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Download what a job made."""
    own = _own(request, pk)
    path = result_path(own.pk)
    if not own.has_result or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=own.result_name)
