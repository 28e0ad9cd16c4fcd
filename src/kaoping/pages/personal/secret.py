"""The keyed hash under which a number may be kept: the same for the same number, and no way back."""

import hmac
from hashlib import sha256


def keyed(digits: str, secret: bytes) -> str:
    """
    HMAC-SHA-256 of a number, 24 hexadecimal digits of it.

    Without the key a list of all numbers would have to be tried; with a key known to others it could be:
    eleven digits are soon gone through. Hence the key stays with the installation.
    """
    return hmac.new(secret, digits.upper().encode(), sha256).hexdigest()[:24]
