"""What all pages share: the frame, filters, tags, security headers."""
