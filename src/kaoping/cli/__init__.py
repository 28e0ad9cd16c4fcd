"""The command line: `kaoping check | replay | read | explain | score | verify | lexicon | system`."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Imported late: `kaoping --help` must not wait for parsers and automata.
    from .app import run

    run()
