"""The local gateway: for development and demonstrations; what it takes reaches nobody."""

from django.utils import timezone

from casework.messages.gateways.base import Accepted, Outgoing, Unconnected
from casework.messages.models import LocalDelivery
from casework.messages.segments import count_segments


class LocalGateway(Unconnected):
    """Keeps every message for the page `/dev/messages/`."""

    code = "local"

    def send(self, message: Outgoing) -> Accepted:
        """Keep the message, and say at once that it was delivered."""
        kept = LocalDelivery.objects.create(
            channel=message.channel,
            address=message.address,
            language=message.language,
            subject=message.subject,
            body=message.body,
            url=message.url,
            segments=max(count_segments(message.body).count, 1),
            at=timezone.now(),
        )
        return Accepted(ids=(f"local-{kept.pk}",), is_delivered=True)
