"""What is forgotten by itself: codes, failed attempts, sessions that ended."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from people.access.services import forget_old_attempts
from people.residents.services import forget_old_codes


@shared_task
def forget_what_ended() -> None:
    """Erase what can open nothing any more and still names people or their computers."""
    forget_old_codes()
    forget_old_attempts(now=timezone.now())
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
