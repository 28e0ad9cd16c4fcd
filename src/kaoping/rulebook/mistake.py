"""One mistake in a rulebook file, before it is known which file it stands in."""


class Mistake(Exception):
    """`words` say in Chinese what is wrong and what to do; `line` counts from 1, None where unknown."""

    def __init__(self, words: str, line: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.line = line
