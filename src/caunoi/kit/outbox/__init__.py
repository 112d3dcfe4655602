"""Events between rooms: `post` in the deed's transaction, `consumer` in a room's receivers, `deliver` in the worker."""

from caunoi.kit.outbox.delivery import consumer, consumers, deliver, post, waiting

__all__ = ["consumer", "consumers", "deliver", "post", "waiting"]
