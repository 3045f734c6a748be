"""What a page of staff plays for a while: the sounds of the stage's speaker."""

from __future__ import annotations

import json

from nicegui import ui

from console.web.stage import Stage

_PLAY = """{
  const to = "/sound/" + TOKEN, sound = new Audio(to);
  const over = (heard) => fetch(to, { method: "POST", body: JSON.stringify({ heard }) }).catch(() => {});
  sound.onended = () => over(true);
  sound.onerror = () => over(false);
  sound.play().catch(() => over(false));
}"""


class Sounds:
    """The open page plays until `end`, or until it is closed. For the page's loop.

    Args:
        stage: Whose speaker it is; no session may speak by it.
    """

    def __init__(self, stage: Stage) -> None:
        self._speaker = stage.speaker
        self._client = ui.context.client
        self._page = stage.speaker.join()
        self._played = ""
        self._unwatch = stage.watch(self._refresh)
        self._client.on_delete(self.end)

    def end(self) -> None:
        """Play no more."""
        self._unwatch()
        self._speaker.leave(self._page)

    def _refresh(self) -> None:
        token = self._speaker.sound(self._page)
        if token and token != self._played:
            self._client.run_javascript(_PLAY.replace("TOKEN", json.dumps(token)))
        self._played = token
