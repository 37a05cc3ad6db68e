"""Telephone numbers as people write them, in the form in which they are stored."""

import phonenumbers

HOME = "MA"


def international(text: str) -> str:
    """Return a number in international form: 0612 34 56 78 gives +212612345678.

    Raises ValueError where it can be no telephone number.
    """
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("no number of any network")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
