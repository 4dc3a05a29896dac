"""Every setting of Kinpath, read once from the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: config.yml, data/, locales/ and models/ stand in it."""


class SettingsError(ValueError):
    """A setting is missing or cannot be right; the message says which and how to mend it."""


def _setting(env: str, default: str, about: str) -> str:
    return field(default=default, metadata={"env": env, "about": about})


@dataclass(frozen=True)
class Settings:
    """Kinpath's configuration. Each field names its environment variable and says what it is for."""

    database_url: str = _setting(
        "KINPATH_DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'kinpath.db'}", "where everything is kept"
    )
    redis_url: str = _setting("KINPATH_REDIS_URL", "", "wakes other servers; needed from two servers on")
    secret_key: str = _setting(
        "KINPATH_SECRET_KEY", "", "seals phone numbers and messages; made and kept in var/ when not set"
    )
    public_url: str = _setting(
        "KINPATH_PUBLIC_URL", "", "the address families and Twilio see; signatures are checked against it"
    )
    port: str = _setting("KINPATH_PORT", "5005", "the port to listen on")
    proxies: str = _setting(
        "KINPATH_PROXIES", "0", "how many proxies stand in front; a family's own address is read behind them"
    )
    sms: str = _setting("KINPATH_SMS", "", "`simulator` or `twilio`; by default twilio if an account is set")
    twilio_account_sid: str = _setting("TWILIO_ACCOUNT_SID", "", "Twilio account")
    twilio_auth_token: str = _setting("TWILIO_AUTH_TOKEN", "", "Twilio token; signs and checks webhooks")
    twilio_from: str = _setting("TWILIO_FROM", "", "the number (or messaging service) that families text")
    twilio_api_url: str = _setting(
        "KINPATH_TWILIO_API_URL", "", "another address for Twilio's API, for tests"
    )
    stop_confirmed_by: str = _setting(
        "KINPATH_STOP_CONFIRMED_BY",
        "",
        "who confirms the carriers' English STOP words: `twilio` (what Twilio's numbers do by themselves; the "
        "default with Twilio) or `kinpath` (where an operator has switched that off; the default in the simulator)",
    )
    stale_after_days: str = _setting(
        "KINPATH_STALE_AFTER_DAYS", "365", "records last verified longer ago rank lower and say so"
    )
    keep_words_days: str = _setting(
        "KINPATH_KEEP_WORDS_DAYS", "90", "after so many days the words of messages are emptied; figures stay"
    )
    keep_cases_days: str = _setting(
        "KINPATH_KEEP_CASES_DAYS", "30", "so many days after a case closed what was said in it is emptied"
    )
    keep_contacts_days: str = _setting(
        "KINPATH_KEEP_CONTACTS_DAYS",
        "365",
        "after so many days without a word from her a family is forgotten",
    )
    log_level: str = _setting("KINPATH_LOG_LEVEL", "info", "how much the server says: debug, info, warning")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises SettingsError when what is set cannot work together."""
        env = os.environ if env is None else env
        given = {f.name: env[f.metadata["env"]] for f in fields(cls) if env.get(f.metadata["env"])}
        if not given.get("sms"):
            given["sms"] = "twilio" if given.get("twilio_account_sid") else "simulator"
        if not given.get("stop_confirmed_by"):
            given["stop_confirmed_by"] = "twilio" if given["sms"] == "twilio" else "kinpath"
        settings = cls(**given)
        settings._check()
        return settings

    def _check(self) -> None:
        if self.sms not in ("simulator", "twilio"):
            raise SettingsError(f"KINPATH_SMS must be simulator or twilio, not {self.sms!r}")
        if self.stop_confirmed_by not in ("twilio", "kinpath"):
            raise SettingsError(
                f"KINPATH_STOP_CONFIRMED_BY must be twilio or kinpath, not {self.stop_confirmed_by!r}"
            )
        if not self.port.isdigit() or not 0 < int(self.port) < 65536:
            raise SettingsError(f"KINPATH_PORT must be a port number, not {self.port!r}")
        if not self.proxies.isdigit():
            raise SettingsError(f"KINPATH_PROXIES must be a number, not {self.proxies!r}")
        if not self.stale_after_days.isdigit() or int(self.stale_after_days) < 1:
            raise SettingsError(
                f"KINPATH_STALE_AFTER_DAYS must be a number of days, not {self.stale_after_days!r}"
            )
        if self.sms == "twilio":
            needed = ("twilio_account_sid", "twilio_auth_token", "twilio_from", "public_url", "secret_key")
            missing = [
                f.metadata["env"] for f in fields(self) if f.name in needed and not getattr(self, f.name)
            ]
            if missing:
                raise SettingsError(f"With KINPATH_SMS=twilio these must be set too: {', '.join(missing)}")
        for name in ("keep_words_days", "keep_cases_days", "keep_contacts_days"):
            if not getattr(self, name).isdigit() or int(getattr(self, name)) < 1:
                env = next(f.metadata["env"] for f in fields(self) if f.name == name)
                raise SettingsError(f"{env} must be a number of days, 1 or more")
        if int(self.keep_contacts_days) < int(self.keep_words_days):
            raise SettingsError("KINPATH_KEEP_CONTACTS_DAYS must not be less than KINPATH_KEEP_WORDS_DAYS")
        if self.secret_key and len(self.secret_key) < 16:
            raise SettingsError("KINPATH_SECRET_KEY must have 16 characters or more")

    @property
    def simulating(self) -> bool:
        """True while phones are simulated on a page and no carrier is involved."""
        return self.sms == "simulator"

    @property
    def address(self) -> str:
        """Where this server is reached, without a slash at the end: the public address, else this machine's."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def service_number(self) -> str:
        """The number families text, E.164."""
        return SIMULATOR_NUMBER if self.simulating else self.twilio_from

    def key(self) -> str:
        """The secret key: the one set, else one made at first use and kept in var/secret.key (mode 600)."""
        if self.secret_key:
            return self.secret_key
        path = self.var / "secret.key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}")
            partial.touch(mode=0o600)
            partial.write_text(secrets.token_urlsafe(32))
            try:
                os.link(partial, path)  # fails where another process was first
            except FileExistsError:
                pass
            finally:
                partial.unlink()
        return path.read_text().strip()

    @property
    def var(self) -> Path:
        """The folder for what Kinpath makes for itself: beside the SQLite file, else var/ in the project."""
        prefix = "sqlite:///"
        if self.database_url.startswith(prefix) and len(self.database_url) > len(prefix):
            return Path(self.database_url[len(prefix) :]).resolve().parent
        return ROOT / "var"


SIMULATOR_NUMBER = "+15550100000"
"""The service's own number in the simulator (the 555-01xx block is reserved for fiction)."""
