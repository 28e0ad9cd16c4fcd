"""Numbers that belong to persons: found in any written form, masked or keyed before they are kept."""

from .masking import encoded_masked, masked, masked_record
from .numbers import Kind, Number, find
from .runs import has_long_run
from .secret import keyed

__all__ = [
    "Kind",
    "Number",
    "encoded_masked",
    "find",
    "has_long_run",
    "keyed",
    "masked",
    "masked_record",
]
