"""`python -m kaoping`."""

from kaoping.cli import main

main()
