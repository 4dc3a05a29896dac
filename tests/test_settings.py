"""Settings are read from the environment, and what cannot work together is refused with the reason."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_FROM": "+15550100000",
    "KINPATH_PUBLIC_URL": "https://kinpath.example",
    "KINPATH_SECRET_KEY": "a secret of some length",
}


def test_nothing_set_is_a_newcomers_simulator() -> None:
    settings = Settings.from_env({})
    assert settings.simulating
    assert settings.service_number == "+15550100000"
    assert settings.database_url.startswith("sqlite:///")


def test_a_twilio_account_turns_the_simulator_off() -> None:
    assert not Settings.from_env(TWILIO).simulating


@pytest.mark.parametrize("missing", sorted(TWILIO.keys() - {"TWILIO_ACCOUNT_SID"}))
def test_what_twilio_needs_and_misses_is_named(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        Settings.from_env({k: v for k, v in TWILIO.items() if k != missing})


@pytest.mark.parametrize(
    "wrong", [{"KINPATH_SMS": "pigeon"}, {"KINPATH_PORT": "http"}, {"KINPATH_SECRET_KEY": "short"}]
)
def test_a_setting_that_cannot_be_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        Settings.from_env(wrong)


def test_a_secret_key_is_made_once_and_only_for_us(tmp_path: Path) -> None:
    settings = Settings.from_env({"KINPATH_DATABASE_URL": f"sqlite:///{tmp_path / 'k.db'}"})
    assert settings.key() == settings.key()
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_every_setting_says_what_it_is_for() -> None:
    for field in fields(Settings):
        assert field.metadata["env"] and field.metadata["about"], field.name
