"""Rules of passwords beyond the framework's own: see `AUTH_PASSWORD_VALIDATORS` in the settings."""

from typing import Any

from django.core.exceptions import ValidationError

LONGEST = 128
FEWEST_DIFFERENT = 5
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv",
)
_RUN_LENGTH = 6


class NotTooLong:
    """Refuses passwords so long that hashing them would cost more than they protect."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"密码不能超过 {LONGEST} 个字符。", code="password_too_long")

    def get_help_text(self) -> str:
        return f"密码不超过 {LONGEST} 个字符。"


class NotMonotonous:
    """Refuses few different characters, and runs of the alphabet or the keyboard with little else."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(set(password)) < FEWEST_DIFFERENT:
            raise ValidationError(
                f"密码太单调,至少要有 {FEWEST_DIFFERENT} 种不同的字符。", code="password_monotonous"
            )
        if len(password) - _longest_run(password.lower()) < _RUN_LENGTH - 1:
            raise ValidationError("密码主要是键盘或字母表上的连续字符,容易被猜到。", code="password_run")

    def get_help_text(self) -> str:
        return "密码不能只是重复或连续的字符。"


def _longest_run(text: str) -> int:
    """Characters of the longest piece, of six or more, that runs along a row of keys either way."""
    rows = [row for run in _RUNS for row in (run, run[::-1])]
    longest = 0
    for start in range(len(text)):
        end = start + max(_RUN_LENGTH, longest + 1)
        while end <= len(text) and any(text[start:end] in row for row in rows):
            longest, end = end - start, end + 1
    return longest
