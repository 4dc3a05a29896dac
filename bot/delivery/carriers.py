"""Which carrier the settings ask for."""

from bot.delivery.carrier import Carrier
from bot.delivery.simulator import SimulatorCarrier
from bot.settings import Settings
from bot.store import Store


def for_settings(settings: Settings, store: Store) -> Carrier:
    """Twilio, or the simulator while no account is set. Make it on the event loop that sends."""
    if settings.simulating:
        return SimulatorCarrier(store, settings.service_number)
    from bot.delivery.twilio_carrier import TwilioCarrier  # Twilio's client takes a second to import

    return TwilioCarrier(settings)
