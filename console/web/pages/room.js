// The participants' screen: shows what the station sends, and sends back what is touched.
"use strict";
const the = (id) => document.getElementById(id);
const make = (name, words) => Object.assign(document.createElement(name), { textContent: words });
let now = null, support = localStorage.getItem("support") || "", playing = "", chosen = "";

const post = (to, body) => fetch(to, { method: "POST", body: JSON.stringify(body) }).catch(() => {});

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
    button.addEventListener("click", () => {
      chosen = `${now.turn} ${choice.id}`;
      showChoices();
      post("/room/answer", { turn: now.turn, option: choice.id });
    });
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

the("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  post("/room/answer", { turn: now.turn, words: the("typed").value });
  the("typed").value = "";
});
the("sound").addEventListener("click", () => {
  const voice = the("voice");
  the("sound").hidden = true;
  voice.play().catch(() => {});
});
const stream = new EventSource("/room/events");
stream.onmessage = (event) => { now = JSON.parse(event.data); show(); };
