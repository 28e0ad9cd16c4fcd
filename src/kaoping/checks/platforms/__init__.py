"""基层平台: the townships inside a county's site."""
