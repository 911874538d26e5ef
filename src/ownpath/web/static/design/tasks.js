/* A task on the page: keeps what is typed, keeps an answer while there is no line and sends it once, reads aloud. */
(function () {
  "use strict";

  const task = document.querySelector("[data-task]");
  const place = document.querySelector("[data-answers-of]");
  if (!place) return;
  const form = task && task.querySelector("form[data-answer]");
  const state = document.getElementById("task-state");
  const owner = place.dataset.answersOf;
  const QUEUE = `ownpath-answers:${owner}`;
  const KEPT = `ownpath-typed:${owner}:`;
  const KEPT_DAYS = 30;
  const DAY_MS = 86400000;

  /* What stands in the browser's own store; where that is closed, the page works as without scripts. */
  function read(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }
  function write(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  function say(text, isWaiting) {
    if (!state) return;
    state.textContent = text;
    state.classList.toggle("waiting", Boolean(isWaiting));
  }

  /* --- typed: kept as it is typed, put back after a reload --- */
  const key = task ? KEPT + task.dataset.task : "";
  const begun = Date.now();
  const before = task ? read(key, {}) : {};
  const secondsBefore = before.seconds || 0;
  let awayMs = 0;
  let hiddenAt = 0;
  const seconds = () => secondsBefore + Math.max(0, Date.now() - begun - awayMs) / 1000;

  function typedFields() {
    return [...form.elements].filter((each) => each.name && !["hidden", "submit", "button"].includes(each.type));
  }
  function collect() {
    const values = {};
    for (const each of typedFields()) {
      if (["radio", "checkbox"].includes(each.type)) {
        values[each.name] = values[each.name] || [];
        if (each.checked) values[each.name].push(each.value);
      } else values[each.name] = each.value;
    }
    return values;
  }
  function keep() {
    const isKept = write(key, { at: Date.now(), seconds: seconds(), token: form.elements.token.value, values: collect() });
    if (isKept && !state.classList.contains("waiting")) say(form.dataset.kept);
  }
  function putBack() {
    const values = before.values || {};
    if (before.token) form.elements.token.value = before.token;
    for (const each of typedFields()) {
      if (!(each.name in values)) continue;
      if (["radio", "checkbox"].includes(each.type)) each.checked = values[each.name].includes(each.value);
      else if (!each.value) each.value = values[each.name];
    }
  }
  function clearOld() {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith("ownpath-typed:") && Date.now() - (read(name, {}).at || 0) > KEPT_DAYS * DAY_MS) write(name, null);
    }
  }

  /* --- the queue: an answer waits here until the server says that it has it --- */
  let isSending = false;
  let again = 0;
  let pauseMs = 4000;

  function later() {
    clearTimeout(again);
    again = setTimeout(flush, pauseMs);
    pauseMs = Math.min(pauseMs * 2, 60000);
  }

  async function flush() {
    if (isSending || !read(QUEUE, []).length) return;
    isSending = true;
    try {
      let to = "";
      for (let first = read(QUEUE, [])[0]; first; first = read(QUEUE, [])[0]) {
        const came = await send(first);
        if (came === null) {
          say(place.dataset.waiting, true);
          later();
          return;
        }
        if (came.signIn) {
          say(place.dataset.signIn, true);
          return;
        }
        write(QUEUE, read(QUEUE, []).filter((each) => each.token !== first.token));
        if (came.kept) write(KEPT + first.task, null);
        else if (task && first.task === task.dataset.task) {
          refuse(came.says);
          return;
        }
        to = came.to || to;
      }
      pauseMs = 4000;
      say(place.dataset.sent);
      if (to) location.assign(to);
    } finally {
      isSending = false;
    }
  }

  /* What the server said; null where it could not be reached; that somebody must sign in first. */
  async function send(waiting) {
    const body = new URLSearchParams(waiting.body);
    body.set("csrfmiddlewaretoken", place.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("seconds_ago", String(Math.max(0, (Date.now() - waiting.at) / 1000)));
    let response;
    try {
      response = await fetch(waiting.url, {
        method: "POST",
        body,
        headers: { "X-Ownpath-Task": "yes" },
        credentials: "same-origin",
        signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
      });
    } catch {
      return null;
    }
    if (response.status >= 500 || response.status === 429) return null;
    const isOurs = (response.headers.get("content-type") || "").startsWith("application/json");
    if (!isOurs) return { signIn: true };
    try {
      return await response.json();
    } catch {
      return null;
    }
  }

  function refuse(says) {
    form.querySelectorAll("button").forEach((each) => (each.disabled = false));
    say("");
    const error = document.getElementById("task-error");
    error.textContent = says;
    error.hidden = false;
    const first = typedFields()[0];
    if (first) first.focus();
  }

  function answer(event) {
    event.preventDefault();
    event.stopPropagation();
    const body = new URLSearchParams(new FormData(form, event.submitter || undefined));
    body.delete("csrfmiddlewaretoken");
    body.set("seconds", seconds().toFixed(1));
    const queue = read(QUEUE, []).filter((each) => each.task !== task.dataset.task);
    const waiting = { task: task.dataset.task, token: body.get("token"), url: form.action, body: body.toString(), at: Date.now() };
    if (!write(QUEUE, [...queue, waiting])) {
      form.submit();
      return;
    }
    document.getElementById("task-error").hidden = true;
    form.querySelectorAll("button").forEach((each) => (each.disabled = true));
    say(navigator.onLine ? form.dataset.sending : place.dataset.waiting, !navigator.onLine);
    pauseMs = 4000;
    flush();
  }

  /* --- things to put in order: with buttons, by hand or by keyboard --- */
  function makeOrder(field) {
    const list = field.querySelector("ol");
    const placed = [...list.children].sort((one, other) => (place_of(one) || 99) - (place_of(other) || 99));
    function place_of(item) {
      return Number(item.querySelector("select").value);
    }
    function count(isTouched) {
      [...list.children].forEach((item, at) => {
        if (isTouched) item.querySelector("select").value = String(at + 1);
        item.querySelector("[data-move='-1']").disabled = at === 0;
        item.querySelector("[data-move='1']").disabled = at === list.children.length - 1;
      });
    }
    list.replaceChildren(...placed);
    for (const item of list.children) {
      const holder = item.querySelector(".task-place");
      const thing = item.querySelector(".task-thing").textContent.trim();
      item.querySelector("select").hidden = true;
      item.querySelector("label").hidden = true;
      for (const [move, words, sign] of [["-1", field.dataset.up, "↑"], ["1", field.dataset.down, "↓"]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.move = move;
        button.textContent = sign;
        button.setAttribute("aria-label", `${words}: ${thing}`);
        button.addEventListener("click", () => {
          const other = move === "-1" ? item.previousElementSibling : item.nextElementSibling;
          if (!other) return;
          if (move === "-1") other.before(item);
          else other.after(item);
          count(true);
          (button.disabled ? item.querySelector("button:not([disabled])") : button).focus();
          say(`${thing}: ${field.dataset.now} ${[...list.children].indexOf(item) + 1}`);
          keep();
        });
        holder.append(button);
      }
    }
    /* Answering without moving anything means that this order is right. */
    form.addEventListener("submit", () => count(true), { capture: true });
    count(false);
  }

  /* --- reading aloud, large type --- */
  function setUpVoice(button) {
    const speech = window.speechSynthesis;
    if (!speech || !window.SpeechSynthesisUtterance) return;
    button.hidden = false;
    const wanted = button.dataset.language;
    const stop = () => {
      speech.cancel();
      button.setAttribute("aria-pressed", "false");
    };
    const start = () => {
      const words = new SpeechSynthesisUtterance(button.dataset.say);
      words.lang = wanted === "es" ? "es-US" : "en-US";
      words.voice = speech.getVoices().find((each) => each.lang.toLowerCase().startsWith(wanted)) || null;
      words.rate = 0.9;
      words.onend = words.onerror = () => button.setAttribute("aria-pressed", "false");
      speech.cancel();
      speech.speak(words);
      button.setAttribute("aria-pressed", "true");
    };
    button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : start()));
    window.addEventListener("pagehide", stop);
    if (button.dataset.atOnce !== undefined) {
      /* A browser lets a page speak only after somebody has touched it. */
      if (navigator.userActivation && navigator.userActivation.hasBeenActive) start();
      else document.addEventListener("pointerdown", (event) => button.contains(event.target) || start(), { once: true });
    }
  }
  function setUpLarge(button) {
    button.hidden = false;
    const name = `ownpath-large:${owner}`;
    const set = (isLarge) => {
      place.classList.toggle("task-large", isLarge);
      button.setAttribute("aria-pressed", String(isLarge));
    };
    set(read(name, place.classList.contains("task-large")));
    button.addEventListener("click", () => {
      const isLarge = button.getAttribute("aria-pressed") !== "true";
      set(isLarge);
      write(name, isLarge);
    });
  }

  const voice = place.querySelector("[data-say]");
  const large = place.querySelector("[data-large]");
  if (voice) setUpVoice(voice);
  if (large) setUpLarge(large);
  if (form) {
    const offline = document.getElementById("offline");
    if (offline) offline.dataset.offline = place.dataset.noLine;
    putBack();
    form.querySelectorAll("[data-order]").forEach(makeOrder);
    form.addEventListener("input", keep);
    form.addEventListener("submit", answer);
    window.addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) {
        hiddenAt = Date.now();
        keep();
      } else if (hiddenAt) awayMs += Date.now() - hiddenAt;
    });
    const waiting = read(QUEUE, []).some((each) => each.task === task.dataset.task);
    if (waiting) {
      form.querySelectorAll("button").forEach((each) => (each.disabled = true));
      say(place.dataset.waiting, true);
    }
  }
  clearOld();
  window.addEventListener("online", () => {
    pauseMs = 4000;
    flush();
  });
  flush();
})();
