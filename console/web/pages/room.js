// The participants' screen: shows what the station sends, and sends back what is touched.
"use strict";
const the = (id) => document.getElementById(id);
const make = (name, words) => Object.assign(document.createElement(name), { textContent: words });
const LONGEST = 4000, AGAIN = 1000, TRIES = 3, CUT = 2000, QUIET = 12000, LOOK = 500;
let now = null, support = localStorage.getItem("support") || "", playing = "", chosen = "";

const pause = (milliseconds) => new Promise((on) => setTimeout(on, milliseconds));

// Whether the station took it; undefined where it was not reached. It is tried again for as long as it is still meant.
async function post(to, body, meant = () => true, tries = TRIES) {
  for (let tried = 0; tried < tries; tried++) {
    if (tried) await pause(AGAIN);
    if (!meant()) return undefined;
    try {
      const answer = await fetch(to, { method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(LONGEST) });
      if (answer.status < 500) return answer.ok;
    } catch { /* It did not get there. */ }
  }
  return undefined;
}

function tell(what, words) {
  const notice = the(what);
  if (words && notice.textContent !== words) notice.textContent = words;
  notice.hidden = !words;
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !words;
}

function chooseLanguage(language) {
  support = support === language ? "" : language;
  localStorage.setItem("support", support);
  show();
}

function showLanguages() {
  const box = the("languages");
  box.setAttribute("aria-label", now.say.support);
  box.replaceChildren(...now.languages.map(([language, words]) => {
    const button = make("button", words);
    button.className = "k-button";
    button.lang = language;
    button.setAttribute("aria-pressed", language === support);
    button.addEventListener("click", () => chooseLanguage(language));
    return button;
  }));
}

// An answer is shown as chosen while it is on its way and when it is there; what did not get there can be touched again.
async function touch(option) {
  const turn = now.turn, mine = `${turn} ${option}`;
  const meant = () => chosen === mine && now.turn === turn;
  chosen = mine;
  tell("lost", "");
  showChoices();
  const taken = await post("/room/answer", { turn, option }, meant);
  if (taken || !meant()) return;
  chosen = "";
  showChoices();
  missed(taken);
}

// It did not get there, or it came too late: to a question that this screen shows, and the station no more.
function missed(taken) {
  if (taken === false) listen();
  else tell("lost", now.say.lost);
}

function showChoices() {
  const shown = JSON.stringify([now.choices, now.turn, support, chosen]);
  const box = the("choices");
  if (box.dataset.shown === shown) return;
  box.dataset.shown = shown;
  box.hidden = now.choices.length === 0;
  // Many answers share the screen: all of them are seen at once, and none is scrolled to.
  document.body.classList.toggle("many", now.choices.length > 4);
  box.style.setProperty("--across", Math.ceil(now.choices.length / Math.ceil(now.choices.length / 5)));
  box.replaceChildren(...now.choices.map((choice) => {
    const button = make("button", "");
    button.className = "k-button";
    if (choice.picture) button.append(Object.assign(new Image(), { src: `/picture/${encodeURIComponent(choice.picture)}`, alt: "" }));
    if (choice.digits) button.append(make("b", choice.digits));
    button.append(make(choice.digits ? "span" : "em", choice.words));
    const other = choice.others[support];
    if (other && other !== choice.words) {
      const small = make("span", other);
      small.lang = support;
      button.append(small);
    }
    button.setAttribute("aria-pressed", chosen === `${now.turn} ${choice.id}`);
    button.addEventListener("click", () => touch(choice.id));
    return button;
  }));
}

function showLines() {
  const box = the("lines");
  box.hidden = now.lines.length === 0;
  the("words").hidden = !box.hidden || !now.words;
  if (box.hidden) return;
  const from = Math.max(0, Math.min(now.line - 1, now.lines.length - 4));
  box.start = from + 1;
  box.replaceChildren(...now.lines.slice(from, from + 4).map((line, place) => {
    const item = make("li", line);
    if (from + place === now.line) item.setAttribute("aria-current", "true");
    return item;
  }));
}

function showPicture() {
  const picture = the("picture");
  const wanted = now.lines.length ? "" : now.picture;
  if (picture.dataset.shown !== wanted) {
    picture.dataset.shown = wanted;
    if (wanted) picture.src = `/picture/${encodeURIComponent(wanted)}`;
    else picture.removeAttribute("src");
  }
  picture.hidden = !wanted;
}

function speak() {
  const voice = the("voice");
  if (now.sound === playing) return;
  playing = now.sound;
  voice.pause();
  the("face").classList.remove("speaks");
  if (!playing) return;
  const token = playing;
  const over = (heard) => {
    if (playing !== token) return;
    the("face").classList.remove("speaks");
    post(`/sound/${token}`, { heard });
  };
  voice.onended = () => over(true);
  voice.onerror = () => over(false);
  voice.src = `/sound/${token}`;
  voice.play().then(
    () => { the("face").classList.add("speaks"); the("sound").hidden = true; },
    (error) => { if (error.name === "NotAllowedError") the("sound").hidden = false; if (error.name !== "AbortError") over(false); },
  );
}

function show() {
  document.documentElement.lang = now.language;
  the("turn").className = `k-turn ${now.light}`;
  put(the("turn"), now.say.turn);
  put(the("words"), now.words);
  const other = now.lines.length ? "" : now.others[support] || "";
  the("support").lang = support;
  put(the("support"), other);
  the("face").toggleAttribute("hidden", !now.face);
  the("face").setAttribute("class", `${now.light}${the("face").classList.contains("speaks") ? " speaks" : ""}`);
  the("face").setAttribute("aria-label", now.say.turn);
  showLanguages();
  showLines();
  showPicture();
  showChoices();
  the("typing").hidden = !(now.face && now.turn);
  the("typing").querySelector("label").textContent = now.say.type;
  the("typing").querySelector("button").textContent = now.say.answer;
  the("sound").textContent = now.say.sound;
  speak();
}

// What is typed stays there until the station has it: it is sent once, for words may count twice.
the("typing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const box = the("typed"), words = box.value;
  tell("lost", "");
  const taken = await post("/room/answer", { turn: now.turn, words }, undefined, 1);
  if (!taken) missed(taken);
  else if (box.value === words) box.value = "";
});
the("sound").addEventListener("click", () => {
  const voice = the("voice");
  the("sound").hidden = true;
  voice.play().catch(() => {});
});

// The station tells all that stands here whenever it is something else, and every few seconds that it is there. A screen
// that slept, or whose line is cut without a word, hears nothing: it asks anew, by its own name, until it is told again.
const name = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("");
let stream = null, heard = 0, again = 0;

function listen() {
  clearTimeout(again);
  if (stream) stream.close();
  heard = Date.now();
  const mine = stream = new EventSource(`/room/events?screen=${name}`);
  const here = () => { heard = Date.now(); tell("cut", ""); };
  mine.onopen = here;
  mine.addEventListener("here", here);
  mine.onmessage = (event) => {
    here();
    const before = now;
    now = JSON.parse(event.data);
    if (before && before.turn !== now.turn) tell("lost", "");
    show();
  };
  mine.onerror = () => {
    mine.close();
    if (stream === mine) again = setTimeout(comeBack, AGAIN);
  };
}

async function comeBack() {
  try {
    // To the page where people sign in leads what a screen may ask for no more.
    const answer = await fetch("/room/room.js", { method: "HEAD", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(LONGEST) });
    if (answer.type === "opaqueredirect") return location.reload();
  } catch { /* The station is not there yet. */ }
  listen();
}

let cutSince = 0;
setInterval(() => {
  const since = Date.now() - heard;
  if (stream.readyState === EventSource.OPEN && since < QUIET) { cutSince = 0; return; }
  if (since >= QUIET) listen();
  cutSince ||= Date.now();
  if (Date.now() - cutSince >= CUT) tell("cut", now ? now.say.cut : the("cut").dataset.words);
}, LOOK);

for (const [where, wakes] of [[document, "visibilitychange"], [document, "resume"], [window, "pageshow"], [window, "online"]]) {
  where.addEventListener(wakes, () => { if (document.visibilityState === "visible" && Date.now() - heard > LONGEST) listen(); });
}
listen();
