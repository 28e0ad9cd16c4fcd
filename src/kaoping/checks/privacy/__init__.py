"""个人隐私:personal data shown to all."""
