"""The MQTT link: brings the log to a broker, and says there how the robot is."""

from sessions.link.drainer import STATES, Link, LinkStatus, Patience

__all__ = ["STATES", "Link", "LinkStatus", "Patience"]
