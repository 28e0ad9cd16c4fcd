"""Publishing desk: release, notice, annexes, sealing."""
