"""What an event looks like on the network: its topic, and its CloudEvents 1.0 envelope."""

from __future__ import annotations

from dataclasses import dataclass

from sessions.record import Record, canonical

CONTENT_TYPE = "application/cloudevents+json"
SCHEMA = "urn:kaveri:session-event:1"


@dataclass(frozen=True, slots=True)
class Address:
    """A robot's place in the topic tree. `site` and `robot` hold letters, digits, `-` and `_` alone."""

    site: str
    robot: str

    @property
    def source(self) -> str:
        """The CloudEvents source: with an event's id it is unique in the world a receiver knows."""
        return f"/kaveri/{self.site}/{self.robot}"

    @property
    def state_topic(self) -> str:
        """Where the robot's state is retained."""
        return f"kaveri/v1/{self.site}/{self.robot}/state"

    def event_topic(self, session: str) -> str:
        """Where a session's events go."""
        return f"kaveri/v1/{self.site}/{self.robot}/session/{session}/event"


def enveloped(record: Record, source: str) -> str:
    """The record as a CloudEvent in structured JSON; `seq` is its extension attribute."""
    return canonical(
        {
            "specversion": "1.0",
            "id": record.id,
            "source": source,
            "type": f"kaveri.session.{record.type}",
            "time": record.time,
            "subject": record.session,
            "datacontenttype": "application/json",
            "dataschema": SCHEMA,
            "seq": record.seq,
            "data": record.data,
        }
    )
