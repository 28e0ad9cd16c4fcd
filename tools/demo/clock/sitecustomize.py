"""Read by every Python process that the demo starts: sets its clock as far off as the demo's own."""

import os
from datetime import UTC, datetime

if shift_s := os.environ.get("TOYTOWN_CLOCK_S"):
    import time_machine

    time_machine.travel(datetime.now(UTC).timestamp() + float(shift_s), tick=True).start()
