"""The second factor: codes from a telephone (TOTP, RFC 6238), and recovery codes for when it is lost."""

import hashlib
import io
import secrets
from datetime import datetime

import pyotp
import segno
from django.db import transaction
from django.utils import timezone

from .models import RecoveryCode, User

STEP_S = 30
DRIFT_STEPS = 1  # a telephone's clock may be half a minute off
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else


def new_secret() -> str:
    """A secret for a telephone, in base 32."""
    return pyotp.random_base32()


def qr_svg(secret: str, username: str) -> bytes:
    """The secret as a QR picture that an authenticator reads."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="考评")
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=5, border=3, dark="#000", light="#fff")
    return picture.getvalue()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step to which the code belongs, or None where it fits none near `now`."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    here = int(now.timestamp()) // STEP_S
    generator = pyotp.HOTP(secret)
    near = range(here - DRIFT_STEPS, here + DRIFT_STEPS + 1)
    fitting = [step for step in near if secrets.compare_digest(generator.at(step), digits)]
    return fitting[-1] if fitting else None


def use_code(user: User, code: str, *, now: datetime | None = None) -> bool:
    """
    Whether the code, from the telephone or a recovery code, is right and was not used before. It is used up
    by this, also where two requests bring it at once.
    """
    now = now or timezone.now()
    step = step_of(user.totp_secret, code, now) if user.totp_secret else None
    if step is not None:
        rows = User.objects.filter(pk=user.pk, totp_last_step__lt=step)
        return bool(rows.update(totp_last_step=step))
    rows = RecoveryCode.objects.filter(user=user, digest=_digest(code), used_at=None)
    return bool(rows.update(used_at=now))


@transaction.atomic
def new_recovery_codes(user: User) -> tuple[str, ...]:
    """Ten codes to be printed and locked away; earlier ones are void."""
    codes = tuple(_code() for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return codes


def _code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _digest(code: str) -> str:
    return hashlib.sha256("".join(code.lower().split()).encode(errors="replace")).hexdigest()
