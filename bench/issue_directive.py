"""Issue a directive to every grassroots union, until every delivery is queued: one e-mail with a personal link and one
in-app notice for each chair."""

from measure import Bench, timed

bench = Bench("issue_directive", __doc__)

from datetime import timedelta

import federation

from caunoi.accounts.models import PersonalLink
from caunoi.directives import actions
from caunoi.directives.actions import DirectiveDraft
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import clock, outbox
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import Message
from caunoi.organisations.choices import Role


def main() -> None:
    count = bench.size(1_000, 10_000, 125_000)
    made = federation.build(count)
    officer = federation.staff([made.root], Role.OFFICER, is_officer=True)[0]
    federation.staff(made.grassroots, Role.CHAIR)
    bench.settle()
    at = clock.now()
    values = Confirmed(
        title="Tuyên truyền cải cách hành chính", type_name="Hướng dẫn", issuer="TLĐ", symbol="12/HD-TLĐ"
    )
    document = confirm_reading(reading=None, values=values, owner=made.root, by=officer, at=at)
    outbox.deliver()
    draft = DirectiveDraft(
        title="Phổ biến cải cách hành chính",
        due_on=clock.today() + timedelta(days=20),
        obligations=[{"text": "Phổ biến đến từng đoàn viên", "evidence_required": "Ảnh hoặc biên bản"}],
    )
    issued: list[Directive] = []
    action = timed(
        lambda: issued.append(
            actions.issue_directive(document=document, issuer=made.root, draft=draft, by=officer, at=at)
        )
    )
    queueing = timed(lambda: outbox.deliver(limit=1))
    waiting = Message.objects.filter(channel=Channel.EMAIL, state=MessageState.QUEUED).count()
    assert waiting == Message.objects.filter(channel=Channel.IN_APP).count() == count, waiting
    assert PersonalLink.objects.count() == count
    bench.add("recipients", count)
    bench.add("action_s", action)
    bench.add("until_queued_s", action + queueing)
    bench.add("until_queued_s_per_10000", (action + queueing) * 10_000 / count, "<= 5")
    marking = timed(lambda: outbox.deliver(limit=1_000))
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()
    assert Recipient.objects.filter(directive=issued[0], delivered_at__isnull=False).count() == count
    bench.add("marked_delivered_s", marking)
    again = actions.send_notices(directive_id=issued[0].pk, at=at)
    assert Message.objects.count() == 2 * count, again
    assert PersonalLink.objects.count() == count
    bench.add("doubled_when_asked_again", Message.objects.count() - 2 * count, "== 0")
    bench.finish()


if __name__ == "__main__":
    main()
