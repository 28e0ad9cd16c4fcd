"""Tampering, hidden links, counterfeits (篡改、暗链、仿冒)."""
