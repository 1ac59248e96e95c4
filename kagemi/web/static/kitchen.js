// Kitchen today without a network: ticks and counts stay on the phone until the server has them.
"use strict";

(() => {
  const root = document.getElementById("kitchen");
  if (!root) return;
  document.documentElement.classList.add("scripted");
  const words = root.dataset;
  const day = words.day;
  const mayWork = "mayWork" in words;
  const OUTBOX = "kagemi-kitchen-outbox";
  const TICKS = "kagemi-kitchen-ticks";
  const DRAFTS = "kagemi-kitchen-drafts";
  const EVERY = 20000;
  const PATIENCE = 15000;
  const AT_ONCE = 20;
  const DAYS_KEPT = 14;

  // --- what the phone keeps ---------------------------------------------------------------------------------

  const memory = new Map();
  let keepsNothing = false;

  function load(name, empty) {
    if (memory.has(name)) return memory.get(name);
    try {
      return JSON.parse(localStorage.getItem(name)) ?? empty;
    } catch {
      return empty;
    }
  }

  function store(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      memory.delete(name);
    } catch {
      memory.set(name, value);
      keepsNothing = true;
    }
  }

  function withoutOldDays(byDay) {
    const days = Object.keys(byDay).sort();
    return Object.fromEntries(days.slice(-DAYS_KEPT).map((d) => [d, byDay[d]]));
  }

  function newKey() {
    // crypto.randomUUID is there only over https.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? String(values[name]) : hole));
  }

  // --- ticks ------------------------------------------------------------------------------------------------

  const boxes = new Map([...root.querySelectorAll("[data-step]")].map((box) => [box.dataset.step, box]));

  const ticks = () => load(TICKS, {})[day] || {};

  function storeTicks(mine) {
    store(TICKS, withoutOldDays({ ...load(TICKS, {}), [day]: mine }));
  }

  function showTicks() {
    const mine = ticks();
    for (const [step, box] of boxes) box.checked = Boolean(mine[step] && mine[step].done);
  }

  function takeTicks(state) {
    const mine = ticks();
    const now = Date.now();
    for (const [step, theirs] of Object.entries(state.ticks)) {
      const own = mine[step];
      const isUnsent = own && own.sent !== state.boot;
      if (isUnsent && own.at > now - theirs.ago) continue;
      mine[step] = { done: theirs.done, at: now - theirs.ago, sent: state.boot };
    }
    storeTicks(mine);
    showTicks();
  }

  async function sendTicks(state) {
    const before = ticks();
    const unsent = Object.entries(before).filter(([, tick]) => tick.sent !== state.boot);
    if (!unsent.length) return;
    const now = Date.now();
    const said = unsent.map(([id, tick]) => ({ id, done: tick.done, ago: Math.max(0, now - tick.at) }));
    const answer = await post("/kitchen/ticks", { day, ticks: said }, state.csrf);
    const mine = ticks();
    for (const [step, tick] of unsent) {
      if (mine[step] && mine[step].at === tick.at) mine[step].sent = answer.boot;
    }
    storeTicks(mine);
  }

  function onTick(box) {
    storeTicks({ ...ticks(), [box.dataset.step]: { done: box.checked, at: Date.now(), sent: null } });
    soon();
  }

  // --- counts that wait to be sent --------------------------------------------------------------------------

  const outbox = () => load(OUTBOX, []);

  function answered(answers) {
    const byKey = new Map(answers.map((a) => [a.key, a]));
    const left = [];
    for (const entry of outbox()) {
      const answer = byKey.get(entry.key);
      if (!answer) left.push(entry);
      else if (answer.answer === "refused") left.push({ ...entry, refused: answer.reason || "?" });
    }
    store(OUTBOX, left);
  }

  async function sendCounts(state) {
    let sent = false;
    for (;;) {
      const waiting = outbox().filter((entry) => !entry.refused).slice(0, AT_ONCE);
      if (!waiting.length) return sent;
      const entries = waiting.map(({ key, day, dish, trays, served, replaces, ...more }) => {
        return { key, day, dish, trays, served, replaces, class: more.class };
      });
      const { answers } = await post("/kitchen/entries", { entries }, state.csrf);
      const keys = new Set(answers.map((a) => a.key));
      if (!waiting.some((entry) => keys.has(entry.key))) return sent;
      answered(answers);
      sent = true;
    }
  }

  // --- the server -------------------------------------------------------------------------------------------

  class NoNetwork extends Error {}
  class LoggedOut extends Error {}
  class MayNot extends Error {}
  class Busy extends Error {}

  async function ask(path, options) {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), PATIENCE);
    try {
      const answer = await fetch(path, {
        ...options, redirect: "manual", cache: "no-store", credentials: "same-origin", signal: impatience.signal,
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) throw new LoggedOut();
      if (answer.status === 403) throw new MayNot();
      if (!answer.ok) {
        const said = await answer.json().catch(() => ({}));
        throw new Busy(said.reason || "");
      }
      return await answer.json();
    } catch (error) {
      if (error instanceof LoggedOut || error instanceof MayNot || error instanceof Busy) throw error;
      throw new NoNetwork();
    } finally {
      clearTimeout(timer);
    }
  }

  function post(path, body, csrf) {
    const headers = { "Content-Type": "application/json", "X-CSRF": csrf };
    return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  let trouble = null;
  let changed = false;
  let hasSent = false;
  let isSyncing = false;
  let isAskedAgain = false;
  let timer = 0;

  function soon() {
    showState();
    clearTimeout(timer);
    timer = setTimeout(sync, 300);
  }

  async function sync() {
    if (isSyncing) {
      isAskedAgain = true;
      return;
    }
    isSyncing = true;
    try {
      const path = `/kitchen/state?day=${encodeURIComponent(day)}`;
      const state = await ask(path, {});
      changed = state.plan !== words.plan || ("isHome" in words && state.day !== day);
      takeTicks(state);
      showNoted(state.noted);
      if (mayWork) {
        if (await sendCounts(state)) {
          hasSent = true;
          showNoted((await ask(path, {})).noted);
        }
        await sendTicks(state);
      }
      trouble = null;
    } catch (error) {
      trouble = error;
    } finally {
      isSyncing = false;
      showState();
      if (isAskedAgain) {
        isAskedAgain = false;
        soon();
      }
    }
  }

  // --- what is said about it --------------------------------------------------------------------------------

  const bar = document.getElementById("state");

  function line(text, className) {
    const p = document.createElement("p");
    p.textContent = text;
    if (className) p.className = className;
    return p;
  }

  function button(text, whenPressed) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", whenPressed);
    return made;
  }

  function link(text, path) {
    const made = document.createElement("a");
    made.className = "button";
    made.textContent = text;
    made.href = path;
    return made;
  }

  function isOld() {
    const now = new Date();
    const pad = (n) => String(n).padStart(2, "0");
    const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
    return "isHome" in words && day < today;
  }

  let shown = "";

  function showState() {
    const entries = outbox();
    const waiting = entries.filter((e) => !e.refused).length;
    const parts = [];
    if (keepsNothing) parts.push(line(words.cannotKeep));
    if (trouble instanceof LoggedOut) {
      parts.push(line(words.logIn), link(words.logInLink, "/login?next=/kitchen"));
    } else if (trouble instanceof MayNot) {
      parts.push(line(words.mayNot));
    } else if (trouble instanceof NoNetwork) {
      parts.push(line(words.offline));
      if (isOld()) parts.push(line(words.older));
    } else if (trouble instanceof Busy) {
      parts.push(line(`${words.busy} ${trouble.message}`));
    } else if (changed) {
      parts.push(line(words.newer), link(words.reload, location.pathname + location.search));
    }
    if (waiting) parts.push(line(fill(words.waiting, { n: waiting }), "waiting"));
    const isFine = !parts.length && hasSent && !entries.length;
    if (isFine) parts.push(line(words.sent));
    for (const entry of entries.filter((e) => e.refused)) parts.push(refusal(entry));
    const text = parts.map((p) => p.outerHTML).join("");
    if (text === shown) return;
    shown = text;
    bar.classList.toggle("fine", isFine);
    bar.replaceChildren(...parts);
  }

  function refusal(entry) {
    const box = document.createElement("div");
    box.className = "refused";
    const trays = entry.trays ? entry.trays.join(" / ") : String(entry.served);
    const about = [entry.name, entry.class, entry.day === day ? "" : entry.day].filter(Boolean).join(", ");
    box.append(line(fill(words.refused, { dish: about, trays, reason: entry.refused })));
    const drop = () => {
      store(OUTBOX, outbox().filter((e) => e.key !== entry.key));
      showState();
    };
    const card = cards.get(entry.dish);
    if (card && entry.day === day) {
      box.append(button(words.correct, () => {
        card.putBack(entry);
        drop();
      }));
    }
    box.append(button(words.dismiss, drop));
    return box;
  }

  function showNoted(noted) {
    for (const article of root.querySelectorAll(".left-of")) {
      const lines = (noted[article.dataset.dish] || []).map((text) => {
        const li = document.createElement("li");
        li.textContent = text;
        return li;
      });
      article.querySelector(".noted").replaceChildren(...lines);
    }
  }

  // --- counting trays ---------------------------------------------------------------------------------------

  const whose = document.getElementById("whose");

  class Card {
    constructor(article) {
      this.dish = article.dataset.dish;
      this.name = article.dataset.name;
      this.form = article.querySelector("form");
      this.said = article.querySelector(".said");
      for (const tap of article.querySelectorAll("[data-tap]")) {
        tap.addEventListener("click", () => this.change([...this.taps(), Number(tap.dataset.tap)]));
      }
      article.querySelector(".undo").addEventListener("click", () => this.change(this.taps().slice(0, -1)));
      this.form.elements.served.addEventListener("input", () => this.change(this.taps()));
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.save();
      });
      this.show();
    }

    // Trays of another class are another count.
    get place() {
      return `${this.dish} ${whose.value.trim()}`;
    }

    draft() {
      return (load(DRAFTS, {})[day] || {})[this.place] || { taps: [], served: "" };
    }

    taps() {
      return this.draft().taps;
    }

    keep(draft) {
      const all = load(DRAFTS, {});
      store(DRAFTS, withoutOldDays({ ...all, [day]: { ...all[day], [this.place]: draft } }));
    }

    change(taps) {
      this.said.textContent = "";
      this.keep({ taps, served: this.form.elements.served.value });
      this.showTaps();
    }

    counts() {
      const counts = [0, 0, 0, 0, 0];
      for (const tap of this.taps()) counts[tap] += 1;
      return counts;
    }

    show() {
      this.form.elements.served.value = this.draft().served;
      const isMore = this.draft().served !== "" || this.form.elements.replaces.checked;
      this.form.querySelector(".more").open = isMore;
      this.showTaps();
    }

    get isEmpty() {
      return !this.taps().length && !this.form.elements.served.value.trim();
    }

    showTaps() {
      const counts = this.counts();
      const sum = this.taps().length;
      for (const count of this.form.querySelectorAll("[data-count]")) {
        count.textContent = counts[Number(count.dataset.count)];
      }
      this.form.querySelector(".sum").textContent = sum ? fill(words.trays, { n: sum }) : "";
      this.form.querySelector(".undo").disabled = !sum;
    }

    save() {
      const served = this.form.elements.served.value.trim();
      const hasTrays = this.taps().length > 0;
      if (this.isEmpty) {
        this.said.textContent = words.nothing;
        return;
      }
      const entry = {
        key: newKey(), day, dish: this.dish, name: this.name, class: whose.value.trim(),
        trays: hasTrays ? this.counts() : null,
        served: served ? (/^\d{1,9}$/.test(served) ? Number(served) : -1) : null,
        replaces: this.form.elements.replaces.checked,
      };
      store(OUTBOX, [...outbox(), entry]);
      this.keep({ taps: [], served: "" });
      this.form.elements.replaces.checked = false;
      this.show();
      hasSent = false;
      soon();
    }

    putBack(entry) {
      whose.value = entry.class;
      const taps = (entry.trays || []).flatMap((n, step) => Array(n).fill(step));
      this.keep({ taps: [...taps, ...this.taps()], served: entry.served === null ? "" : String(entry.served) });
      this.form.elements.replaces.checked = entry.replaces;
      for (const card of cards.values()) card.show();
      this.form.scrollIntoView({ block: "center" });
    }
  }

  const cards = new Map();

  // --- begin ------------------------------------------------------------------------------------------------

  function openDish() {
    const dish = location.hash.startsWith("#dish-") && document.getElementById(location.hash.slice(1));
    if (!dish) return;
    dish.closest("details").open = true;
    dish.scrollIntoView();
  }

  showTicks();
  if (mayWork) {
    for (const box of boxes.values()) {
      box.disabled = false;
      box.addEventListener("change", () => onTick(box));
    }
    for (const article of root.querySelectorAll(".left-of")) cards.set(article.dataset.dish, new Card(article));
    const saveAll = document.getElementById("save-all");
    if (saveAll) {
      saveAll.addEventListener("click", () => cards.forEach((card) => card.isEmpty || card.save()));
    }
    if (whose) whose.addEventListener("input", () => cards.forEach((card) => card.show()));
  }
  addEventListener("hashchange", openDish);
  openDish();
  addEventListener("online", sync);
  addEventListener("offline", () => {
    trouble = new NoNetwork();
    showState();
  });
  addEventListener("pageshow", sync);
  addEventListener("storage", () => {
    showTicks();
    showState();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) sync();
  });
  setInterval(sync, EVERY);
  showState();
  sync();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/kitchen-worker.js", { scope: "/kitchen" }).catch(() => undefined);
  }
})();
