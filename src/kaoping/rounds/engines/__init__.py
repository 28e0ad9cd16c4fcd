"""How work is spread: processes on this machine, or a distributed engine. A unit's sites are one job."""

from .conducting import conduct
from .contract import Engine, Handle, WorkerLost
from .jobs import JobEnd, Order
from .opening import EMBEDDED, open_engine
from .table import JobTable, alone

__all__ = [
    "EMBEDDED",
    "Engine",
    "Handle",
    "JobEnd",
    "JobTable",
    "Order",
    "WorkerLost",
    "alone",
    "conduct",
    "open_engine",
]
