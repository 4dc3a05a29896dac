"""Logging: one line an event, without families' words or numbers."""

import logging
import re
import sys
from typing import Any

import structlog

_NUMBER = re.compile(r"\+?\d[\d\s().-]{8,}\d")


def configure(level: str) -> None:
    """Send structlog and the standard library's logging to standard error, numbers masked.

    Rasa logs message text at `debug` only; that level is not passed on for it.
    """
    wanted = getattr(logging, level.upper(), logging.INFO)
    logging.basicConfig(
        stream=sys.stderr, level=wanted, format="%(levelname)s %(name)s %(message)s", force=True
    )
    for noisy in (
        "rasa",
        "rasa_sdk",
        "sanic.access",
        "apscheduler",
        "twilio",
        "aiohttp.access",
        "matplotlib",
    ):
        logging.getLogger(noisy).setLevel(max(wanted, logging.WARNING))
    for handler in logging.getLogger().handlers:
        handler.addFilter(_Masking())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _masked,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(max(wanted, logging.INFO)),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _to_standard_error(*_: Any) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)  # the one of this moment: it may have been redirected meanwhile


class _Masking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _NUMBER.sub("•••", record.getMessage()), ()
        return True


def _masked(logger: Any, name: str, event: Any) -> Any:
    return {
        key: _NUMBER.sub("•••", value) if isinstance(value, str) and key != "timestamp" else value
        for key, value in event.items()
    }
