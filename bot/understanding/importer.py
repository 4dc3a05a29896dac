"""Reading the training messages fast: named in config.yml under `importers`.

Rasa's own importer parses each file three times in pure Python and checks it against a schema, which takes
minutes for tens of thousands of messages. This one reads the same files once, with libyaml; rules, stories and
the domain are read as ever.
"""

import re
from pathlib import Path
from typing import Any, Union

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

NLU = "nlu"
"""The folder that holds training messages, wherever the training data stands."""


class CoreLoader(yaml.CSafeLoader):
    """YAML 1.2's core schema, as Rasa reads it: «no» and «12:30» are words."""

    yaml_implicit_resolvers: dict[str, Any] = {}


CoreLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])


class FoldersImporter(RasaFileImporter):
    """Rasa's file importer, but for the messages under a folder named nlu."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: Union[list[str], str] | None = None,
    ) -> None:
        given = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        files = sorted(
            {
                file
                for path in map(Path, given)
                for file in (path.rglob("*.y*ml") if path.is_dir() else [path])
            }
        )
        self._messages = [file for file in files if NLU in file.parts]
        super().__init__(config_file, domain_path, [str(file) for file in files if NLU not in file.parts])

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Every message, with its intent and its annotations as metadata."""
        own = TrainingData([message for file in self._messages for message in read(file)])
        return own.merge(super().get_nlu_data(language))


def read(file: Path) -> list[Message]:
    """The messages of one file. Raises ValueError naming the file and the intent that cannot be read."""
    content = yaml.load(file.read_text(encoding="utf-8"), CoreLoader)  # noqa: S506 - a safe loader
    messages: list[Message] = []
    for block in content.get("nlu") or []:
        intent, examples = block.get("intent"), block.get("examples")
        if not isinstance(intent, str) or not isinstance(examples, list):
            raise ValueError(f"{file}: a block needs `intent` and a list of `examples` (at {intent!r})")
        for example in examples:
            messages.append(
                Message.build(
                    str(example["text"]).strip(), intent, None, block.get("metadata"), example.get("metadata")
                )
            )
    return messages
