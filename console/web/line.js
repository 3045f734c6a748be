// A page's line to the station: Stop goes without it too, and while it is cut no tap is kept for later.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const LATE = 1000, AGAIN = 2000, LONGEST = 10000, LOOK = 500, CUT = 2000;
  let stopping = "", cut = 0, joined = false;
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

  // The library keeps what is tapped until the line is back: nobody expects it to happen then.
  function dropped(event) {
    const own = event.target.closest?.("#stop, a[href], summary, [method=post]");
    // A page that has just opened is about to be on the line: what is tapped then is sent at once.
    if (!isCut() || (!joined && cut < CUT) || own || (event.type === "click" && !event.target.closest?.("button"))) return false;
    event.stopImmediatePropagation();
    event.preventDefault();
    tell("cut", words.lost);
    return true;
  }

  for (const type of ["click", "submit"]) {
    document.addEventListener(type, (event) => {
      if (event.type === "click" && event.target.closest?.("#stop")) {
        stop(event.target.closest("#stop").dataset.key);
        // What runs is known by its key: a Stop that comes once more ends nothing else.
        return;
      }
      dropped(event);
    }, true);
  }

  setInterval(() => {
    if (!isCut()) {
      joined ||= Boolean(window.socket);
      cut = 0;
      tell("cut", "");
    } else if ((cut += LOOK) === CUT) tell("cut", words.cut);
  }, LOOK);
})();
