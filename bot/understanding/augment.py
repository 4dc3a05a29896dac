"""More of what people write: Korean families often leave out every space, and few of our messages do."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.examples import Example

SPACELESS = "ko"
EACH = 3
"""Of so many messages, one also comes without spaces."""


def augmented(examples: Sequence[Example]) -> list[Example]:
    """The examples and the extra ones made of them, which keep labels and voice."""
    korean = [example for example in examples if example.language == SPACELESS and " " in example.text]
    return [*examples, *(replace(e, text=e.text.replace(" ", "")) for e in korean[::EACH])]
