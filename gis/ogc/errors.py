"""What the API refuses, and why, in the reader's words."""

from http import HTTPStatus


class RefusedError(Exception):
    """A request that cannot be answered; `description` is for people, `status` for programs."""

    def __init__(self, description: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(description)
        self.description, self.status = description, status

    @property
    def document(self) -> dict[str, str]:
        """Return the body, as OGC API Common describes exceptions."""
        code = "NotFound" if self.status == HTTPStatus.NOT_FOUND else "InvalidParameterValue"
        return {"code": code, "description": self.description}
