// A page's line to the station: Stop goes without it too; a tap before the line is there waits for it and says so, and
// while the line is cut no tap is kept for later.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const LATE = 1000, AGAIN = 2000, LONGEST = 10000, LOOK = 500, SOON = 50, CUT = 2000, BACK = 2000;
  let stopping = "", cut = 0, joined = false, kept = null;
  const notices = new Map();

  function tell(about, what) {
    let notice = notices.get(about);
    if (!notice) {
      notice = Object.assign(document.createElement("p"), { id: `line-${about}`, className: "k-notice k-line" });
      notice.setAttribute("role", "alert");
      document.body.append(notice);
      notices.set(about, notice);
    }
    if (notice.textContent !== what) notice.textContent = what;
    notice.hidden = !what;
  }

  function stop(key) {
    if (!key || stopping === key) return;
    stopping = key;
    const over = (what) => {
      if (stopping !== key) return;
      stopping = "";
      clearTimeout(late);
      clearInterval(again);
      tell("stop", what);
    };
    const attempt = () => {
      const ending = new AbortController();
      setTimeout(() => ending.abort(), LONGEST);
      fetch("/stop", { method: "POST", body: key, keepalive: true, cache: "no-store", signal: ending.signal }).then(
        // Gone is as good as done: that session has ended.
        (answer) => over(answer.ok || answer.status === 410 ? "" : words.refused),
        () => { if (stopping === key) tell("stop", words.late); },
      );
    };
    const late = setTimeout(() => tell("stop", words.late), LATE);
    const again = setInterval(attempt, AGAIN);
    attempt();
  }

  const isCut = () => Boolean(window.socket) && !window.socket.connected;

  // The library keeps what is tapped until the line is there: nobody expects it to happen then. On a page that has just
  // opened they do, for a while, and once however often they tapped.
  function held(event) {
    const own = event.target.closest?.("#stop, a[href], summary, [method=post]");
    const button = event.target.closest?.("button");
    if (!isCut() || own || (event.type === "click" && !button)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (joined) tell("cut", words.lost);
    else keep(event.type === "click" ? () => button.click() : () => event.target.requestSubmit());
  }

  function keep(again) {
    const waits = Boolean(kept);
    kept = { again, since: Date.now() };
    tell("cut", words.kept);
    if (!waits) setTimeout(once, SOON);
  }

  function once() {
    if (isCut() && Date.now() - kept.since < LONGEST) {
      setTimeout(once, SOON);
      return;
    }
    const { again } = kept;
    kept = null;
    if (isCut()) {
      tell("cut", words.lost);
      return;
    }
    tell("cut", "");
    again();
  }

  for (const type of ["click", "submit"]) {
    document.addEventListener(type, (event) => {
      if (event.type === "click" && event.target.closest?.("#stop")) {
        stop(event.target.closest("#stop").dataset.key);
        // What runs is known by its key: a Stop that comes once more ends nothing else.
        return;
      }
      held(event);
    }, true);
  }

  setInterval(() => {
    if (!isCut()) {
      // Who waits for it waits no longer than this.
      if (!joined && window.socket) window.socket.io.reconnectionDelayMax(BACK);
      joined ||= Boolean(window.socket);
      cut = 0;
      tell("cut", "");
    } else if ((cut += LOOK) === CUT && !kept) tell("cut", words.cut);
  }, LOOK);
})();
