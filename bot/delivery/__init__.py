"""Messages in and out: stored before they are acknowledged, in order, sent once, and given up on aloud.

`inbox` and `receiving` take messages in; `outbox`, `sending` and `statuses` bring them out; a `Carrier`
(Twilio or the simulator) carries them. `wakeups` tells the loops that something is waiting.
"""
