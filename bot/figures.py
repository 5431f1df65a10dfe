"""The figures at `/metrics`, read from the database when they are asked for; what is not known is left out."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlmodel import Session, col, func, select

from bot.audit import STUCK
from bot.models import CheckIn, Delivery, Escalation, Installation, Message

AGES = (
    ("audited_at", "audit", "Since the auditor last looked."),
    ("tick_at", "tick", "Since the clock last looked."),
    ("drain_at", "drain", "Since the sender last looked."),
    ("poll_at", "poll", "Since the last finished poll of Telegram."),
    ("heartbeat_at", "heartbeat", "Since the last ping that was taken."),
)
"""What the auditor keeps, the figure's name, and what it says."""

KIND = "text/plain; version=0.0.4; charset=utf-8"


def exposition(session: Session, now: datetime) -> tuple[bytes, str]:
    """The figures in Prometheus' text form, and its content type."""
    registry = CollectorRegistry()
    registry.register(_Figures(session, now))
    return generate_latest(registry), KIND


class _Figures:
    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def collect(self) -> Iterator[Metric]:
        session = self._session
        escalations = GaugeMetricFamily(
            "anhao_open_escalations", "Concerns that no person has closed.", labels=["severity", "phase"]
        )
        open_ones = select(Escalation.severity, Escalation.phase, func.count()).where(Escalation.phase != "closed")
        for severity, phase, count in session.exec(open_ones.group_by(Escalation.severity, Escalation.phase)).all():
            escalations.add_metric([severity, phase], count)
        yield escalations
        waiting = select(func.count(), func.min(Message.at)).join(Delivery, col(Delivery.message_id) == Message.id)
        count, oldest = session.exec(waiting.where(col(Delivery.state).in_(("pending", "sending")))).one()
        yield GaugeMetricFamily("anhao_pending_deliveries", "Messages that have not left yet.", value=count)
        yield GaugeMetricFamily(
            "anhao_oldest_pending_delivery_seconds", "How long the oldest of them has waited.", value=self._age(oldest)
        )
        asked = session.exec(select(func.count()).where(CheckIn.outcome == "open", CheckIn.due_at <= self._now)).one()
        yield GaugeMetricFamily("anhao_open_check_ins", "Check-ins that are due and not finished.", value=asked)
        yield from self._of_the_auditor()

    def _of_the_auditor(self) -> Iterator[Metric]:
        """What it wrote with its last look, a minute ago at most while it runs."""
        known = {row.name: row.value for row in self._session.exec(select(Installation))}
        for name, figure, words in AGES:
            if name in known:
                age = self._age(datetime.fromisoformat(known[name]))
                yield GaugeMetricFamily(f"anhao_{figure}_age_seconds", words, value=age)
        if "audited_at" in known:
            stuck = GaugeMetricFamily("anhao_stuck", "1 where the auditor finds this stuck.", labels=["what"])
            for code in STUCK:
                stuck.add_metric([code], float(code in known.get("stuck", "").split(",")))
            yield stuck
            failed = float(known.get("heartbeats_failed", 0))
            yield CounterMetricFamily("anhao_heartbeats_failed", "Pings that were not taken.", value=failed)

    def _age(self, at: datetime | None) -> float:
        return max(0.0, (self._now - at).total_seconds()) if at else 0.0
