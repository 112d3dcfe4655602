"""How much of something may come in an hour, counted for everybody together: no address of a sender is kept.

The generic cell rate algorithm (ITU-T I.371): of each bucket one number is kept, the moment at which it would be full
again. Taking is one UPDATE, so that two who come at once cannot both have the last token, on either database.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.functions import Greatest

from caunoi.kit import clock
from caunoi.kit.http.models import BucketLevel

HOUR_MICROSECONDS = 3_600_000_000


@dataclass(frozen=True)
class Bucket:
    """So many an hour, and at most so many at one stroke."""

    name: str
    per_hour: int
    burst: int

    def take(self) -> bool:
        """Take one token if there is one. In a transaction that is undone, the token comes back."""
        if self._take():
            return True
        # Empty, or not there yet; whoever made it meanwhile left tokens in it, so it is asked once more in either case.
        if not BucketLevel.objects.filter(name=self.name).exists():
            BucketLevel.objects.bulk_create([BucketLevel(name=self.name, full_at=0)], ignore_conflicts=True)
        return self._take()

    def drop(self) -> None:
        """Forget what was taken, when nothing will be taken any more."""
        BucketLevel.objects.filter(name=self.name).delete()

    def _take(self) -> bool:
        now, step = int(clock.now().timestamp() * 1_000_000), HOUR_MICROSECONDS // self.per_hour
        level = BucketLevel.objects.filter(name=self.name, full_at__lte=now + (self.burst - 1) * step)
        return level.update(full_at=Greatest(F("full_at"), Value(now)) + step) == 1
