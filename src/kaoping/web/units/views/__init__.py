"""Pages of the units' desk: a unit's own, and the office's."""
