/* The map: closer and further away, walking along edges by keyboard, and saying what has the focus. The drawing with its
   links and the list beside it are all there without this. */
(function () {
  "use strict";

  const CODES_FROM = 1.7; // pixels for one unit of the drawing
  const TITLES_FROM = 3.2;
  const FAR_BELOW = 0.75;
  const NAME_PX = 14;
  const CLOSEST = 5;
  const PHONE_SCALE = 1.2;
  const WIDEST_SCALE = 1.3;
  const LETTERS_IN_LINE = 14;
  const LINES = 4;
  const SVG = "http://www.w3.org/2000/svg";

  function wrap(title) {
    const lines = [""];
    for (const word of title.split(/\s+/)) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length >= LETTERS_IN_LINE) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
    }
    if (lines.length > LINES) {
      lines.length = LINES;
      lines[LINES - 1] = lines[LINES - 1].slice(0, LETTERS_IN_LINE - 1) + "…";
    }
    return lines;
  }

  class Sheet {
    constructor(map, frame) {
      this.map = map;
      this.frame = frame;
      this.svg = frame.querySelector("svg");
      const [x, y, width, height] = this.svg.getAttribute("viewBox").split(" ").map(Number);
      this.whole = { x, y, width, height };
      this.headPx = this.sidePx = 0;
      this.nodes = new Map();
      this.nodeOfLink = new Map();
      for (const link of this.svg.querySelectorAll("a")) {
        const [, left, top] = link.getAttribute("transform").match(/(-?\d+) (-?\d+)/);
        const number = link.dataset.n ?? link.getAttribute("href").split("#m")[1];
        const node = { number, link, x: +left, y: +top, up: [], down: [] };
        this.nodes.set(number, node);
        this.nodeOfLink.set(link, node);
      }
      for (const path of this.svg.querySelectorAll("path[data-e]")) {
        const [from, to] = path.dataset.e.split("-");
        if (!this.nodes.has(from) || !this.nodes.has(to)) continue;
        this.nodes.get(to).up.push({ other: from, path });
        this.nodes.get(from).down.push({ other: to, path });
      }
      if (map.isFramework) this.makeNames();
      this.fitFrame();
      this.listen();
    }

    /* Codes under the marks, names that stay in sight over them, and one mark that Tab reaches. */
    makeNames() {
      this.headPx = NAME_PX * 1.9;
      this.sidePx = NAME_PX * 2;
      this.crop();
      const all = [...this.nodes.values()];
      const isWorking = (node) => node.link.querySelector("use").getAttribute("href") === "#k-working";
      this.first = all.find(isWorking) ?? all[0];
      this.first.link.setAttribute("tabindex", "0");
      this.frame.setAttribute("tabindex", "-1");
      for (const { link } of all) this.write(link, "c", 12.5, link.getAttribute("aria-label").replace(/: [^:]*$/, ""));
      this.over = this.make("g", this.svg, { class: "over" });
      this.head = this.make("rect", this.over, { class: "back" });
      this.side = this.make("rect", this.over, { class: "back" });
      this.strands = [...this.svg.querySelectorAll(".sn")].map((name) => ({
        name, full: name.textContent, x: +name.getAttribute("x"), width: +name.dataset.w,
      }));
      this.levels = [...this.svg.querySelectorAll(".ln")].map((name) => ({ name, y: +name.getAttribute("y") - 17 }));
      for (const { name } of [...this.levels, ...this.strands]) {
        name.style.setProperty("--strand", getComputedStyle(name).getPropertyValue("--strand"));
        this.over.append(name);
      }
    }

    /* Without scripts the names stand in margins of the drawing; now they have their own places. */
    crop() {
      const [width, height] = ["width", "height"].map((name) => Number(this.svg.getAttribute(name)));
      this.whole = { x: 0, y: 0, width: width + this.whole.x, height: height + this.whole.y };
    }

    make(kind, parent, attributes) {
      const made = document.createElementNS(SVG, kind);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      parent.append(made);
      return made;
    }

    write(link, kind, y, text) {
      this.make("text", link, { class: kind, y }).textContent = text;
    }

    /* The list has the pages' addresses and the titles; they are not sent twice. */
    readList() {
      for (const [number, node] of this.nodes) {
        const entry = this.map.entry(number);
        if (!entry) continue;
        const page = entry.querySelector("a");
        node.title = page.textContent;
        node.link.setAttribute("href", page.getAttribute("href"));
        node.link.setAttribute("aria-label", node.title + ": " + entry.querySelector(".map-is").textContent);
      }
      this.show();
      if (this.at && this.svg.contains(document.activeElement)) {
        this.light(this.at);
        this.map.say(this.at);
      }
    }

    get isShown() {
      return this.frame.offsetParent !== null;
    }

    fitFrame() {
      const box = this.frame.getBoundingClientRect();
      if (!this.frame.clientWidth) return;
      if (!this.map.isFramework) {
        const natural = Math.min(1, box.width / this.whole.width);
        this.frame.style.height = Math.ceil(this.whole.height * natural) + 2 + "px";
        this.frame.setAttribute("tabindex", "-1");
      }
      this.width = this.frame.clientWidth;
      this.height = this.frame.clientHeight;
      this.furthest = Math.min(
        (this.width - this.sidePx) / this.whole.width,
        (this.height - this.headPx) / this.whole.height,
      );
      if (!this.map.isFramework) this.furthest = Math.min(1, this.furthest);
      this.fit();
      if (this.map.isFramework) this.begin();
    }

    /* As wide as the frame at first, or on a phone close enough to see marks; where the learner is at work. */
    begin() {
      const wide = Math.min(WIDEST_SCALE, this.width / this.whole.width);
      const node = this.first ?? { x: 0, y: 0 };
      this.lookAt(node, wide < 0.8 ? PHONE_SCALE : wide);
    }

    fit() {
      this.scale = this.furthest;
      this.x = this.whole.x + this.whole.width / 2;
      this.y = this.whole.y + this.whole.height / 2;
      this.show();
    }

    lookAt(node, scale) {
      this.scale = Math.max(scale, this.furthest);
      this.x = node.x;
      this.y = node.y;
      this.show();
    }

    /* Zoom by a factor; what lies under (clientX, clientY), or the middle, or what has the focus, stays where it is. */
    zoom(factor, clientX, clientY) {
      const box = this.frame.getBoundingClientRect();
      const right = clientX === undefined ? 0 : clientX - box.left - this.width / 2;
      const below = clientY === undefined ? 0 : clientY - box.top - this.height / 2;
      if (clientX === undefined && this.at) {
        this.x = this.at.x;
        this.y = this.at.y;
      }
      const scale = Math.min(CLOSEST, Math.max(this.furthest, this.scale * factor));
      this.x += right / this.scale - right / scale;
      this.y += below / this.scale - below / scale;
      this.scale = scale;
      this.show();
    }

    show() {
      const wide = this.width / this.scale;
      const high = this.height / this.scale;
      const keep = (middle, size, begin, whole) =>
        size >= whole ? begin + whole / 2 : Math.min(begin + whole - size / 2, Math.max(begin + size / 2, middle));
      /* The names at the top and at the side cover what is under them, so the map may be moved out from there. */
      const beside = this.sidePx / this.scale;
      const above = this.headPx / this.scale;
      this.x = keep(this.x, wide, this.whole.x - beside, this.whole.width + beside);
      this.y = keep(this.y, high, this.whole.y - above, this.whole.height + above);
      const left = this.x - wide / 2;
      const top = this.y - high / 2;
      this.svg.setAttribute("viewBox", [left, top, wide, high].map((each) => each.toFixed(2)).join(" "));
      this.frame.classList.toggle("closer", this.scale > this.furthest * 1.01);
      if (this.map.isFramework) this.showNames(left, top, wide, high);
    }

    /* Strands stay at the top and levels at the side, as large as ever; codes and titles come when there is room. */
    showNames(left, top, wide, high) {
      const titles = this.scale >= TITLES_FROM;
      this.svg.classList.toggle("titles", titles);
      this.svg.classList.toggle("far", this.scale < FAR_BELOW);
      this.svg.classList.toggle("codes", this.scale >= CODES_FROM && !titles);
      const size = NAME_PX / this.scale;
      const place = (each, attributes) => Object.entries(attributes).forEach(([key, value]) => each.setAttribute(key, value));
      place(this.head, { x: left, y: top, width: wide, height: size * 1.9 });
      place(this.side, { x: left, y: top, width: size * 2, height: high });
      for (const { name, full, x, width } of this.strands) {
        const from = Math.max(x, left + size * 2.2);
        const letters = Math.floor((x + width - from) / (size * 0.56));
        name.textContent = letters < 3 ? "" : full.length > letters ? full.slice(0, letters - 1) + "…" : full;
        place(name, { x: from + size * 0.2, y: top + size * 1.3 });
        name.style.fontSize = size + "px";
      }
      for (const { name, y } of this.levels) {
        place(name, { x: left + size * 0.4, y: y + size * 1.2 });
        name.style.fontSize = size + "px";
        name.style.display = y + size < top + size * 1.9 ? "none" : "";
      }
      if (!titles) return;
      for (const node of this.nodes.values()) {
        const isSeen = node.x > left - 20 && node.x < left + wide + 20 && node.y > top - 20 && node.y < top + high + 20;
        if (node.isTitled || !isSeen || !node.title) continue;
        node.isTitled = true;
        wrap(node.title).forEach((line, turn) => this.write(node.link, "t", 9 + turn * 3.2, line));
      }
    }

    light(node) {
      this.dim();
      if (!node) return;
      this.svg.classList.add("lit");
      node.link.classList.add("at");
      for (const [side, edges] of [["up", node.up], ["down", node.down]]) {
        for (const { other, path } of edges) {
          path.classList.add(side);
          path.parentNode.append(path);
          this.nodes.get(other).link.classList.add("near");
        }
      }
      if (this.map.isFramework) {
        this.ring ??= this.make("circle", node.link, { class: "ring", r: 9 });
        node.link.prepend(this.ring);
      }
      this.map.showCard(node);
    }

    dim() {
      this.svg.classList.remove("lit");
      this.ring?.remove();
      for (const each of this.svg.querySelectorAll(".at, .near, .up, .down")) {
        each.classList.remove("at", "near", "up", "down");
      }
    }

    focus(node) {
      for (const { link } of this.map.isFramework ? this.nodes.values() : []) link.setAttribute("tabindex", "-1");
      if (this.map.isFramework) node.link.setAttribute("tabindex", "0");
      node.link.focus({ preventScroll: true });
    }

    keepInSight(node) {
      const isOut = (a, b, size) => Math.abs(a - b) > (size / this.scale / 2) * 0.85;
      if (isOut(node.x, this.x, this.width) || isOut(node.y, this.y, this.height)) this.lookAt(node, this.scale);
    }

    /* Where an arrow key leads from here. */
    beside(node, key) {
      if (key === "ArrowUp" || key === "ArrowDown") {
        const others = (key === "ArrowUp" ? node.up : node.down).map(({ other }) => this.nodes.get(other));
        return others.sort((a, b) => Math.hypot(a.x - node.x, a.y - node.y) - Math.hypot(b.x - node.x, b.y - node.y))[0];
      }
      const row = [...this.nodes.values()].filter((each) => each.y === node.y).sort((a, b) => a.x - b.x);
      return row[row.indexOf(node) + (key === "ArrowRight" ? 1 : -1)];
    }

    listen() {
      const nodeOf = (target) => this.nodeOfLink.get(target.closest?.("a"));
      this.svg.addEventListener("focusin", (event) => {
        const node = nodeOf(event.target);
        if (!node) return;
        this.at = node;
        this.keepInSight(node);
        this.light(node);
        this.map.say(node);
      });
      this.svg.addEventListener("focusout", () => this.dim());
      this.svg.addEventListener("pointerover", (event) => {
        const node = nodeOf(event.target);
        if (node && event.pointerType === "mouse" && !this.isDragged) this.light(node);
      });
      this.svg.addEventListener("pointerout", (event) => {
        if (event.pointerType === "mouse" && !this.isDragged) this.light(nodeOf(document.activeElement));
      });
      this.svg.addEventListener("keydown", (event) => {
        const node = nodeOf(event.target);
        const next = node && /^Arrow/.test(event.key) && this.beside(node, event.key);
        if (next) this.focus(next);
        if (next || (node && /^Arrow/.test(event.key))) event.preventDefault();
      });
      this.frame.addEventListener("keydown", (event) => {
        const factor = { "+": 1.5, "=": 1.5, "-": 1 / 1.5 }[event.key];
        if (factor && !event.ctrlKey && !event.metaKey) this.zoom(factor);
        if (event.key === "0" && !event.ctrlKey && !event.metaKey) this.fit();
      });
      this.frame.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
      }, { passive: false });
      this.drag();
    }

    /* One pointer moves the map, two bring it closer; a link is followed only where nothing was moved. */
    drag() {
      const held = new Map();
      let moved = 0;
      this.frame.addEventListener("dragstart", (event) => event.preventDefault());
      this.frame.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        held.set(event.pointerId, event);
        if (held.size === 1) moved = 0;
        this.wasAt = this.at;
      });
      this.frame.addEventListener("pointermove", (event) => {
        const before = held.get(event.pointerId);
        if (!before) return;
        const right = event.clientX - before.clientX;
        const below = event.clientY - before.clientY;
        if (held.size === 2) {
          const other = [...held.values()].find((each) => each.pointerId !== event.pointerId);
          const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
          this.zoom(apart(event) / (apart(before) || 1), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
          moved += 10;
        } else if (this.frame.classList.contains("closer")) {
          moved += Math.abs(right) + Math.abs(below);
          if (moved > 6 && !this.isDragged) {
            this.isDragged = true;
            this.frame.classList.add("dragged");
            this.frame.setPointerCapture(event.pointerId);
          }
          this.x -= right / this.scale;
          this.y -= below / this.scale;
          this.show();
        }
        held.set(event.pointerId, event);
      });
      const release = (event) => {
        held.delete(event.pointerId);
        this.isDragged = false;
        this.frame.classList.remove("dragged");
      };
      for (const name of ["pointerup", "pointercancel", "pointerleave"]) this.frame.addEventListener(name, release);
      this.frame.addEventListener("click", (event) => {
        const node = this.nodeOfLink.get(event.target.closest?.("a"));
        const isFirstTouch = node && event.pointerType === "touch" && this.wasAt !== node && this.map.isFramework;
        if (moved > 6 || isFirstTouch) event.preventDefault();
        if (isFirstTouch) this.focus(node);
        moved = 0;
      }, true);
    }
  }

  class LearnersMap {
    constructor(root) {
      this.root = root;
      this.isFramework = root.classList.contains("map-framework");
      this.card = root.querySelector(".map-card");
      this.said = root.querySelector("[data-said]");
      root.classList.add("map-live");
      this.list = root.querySelector(".map-list ul");
      this.sheets = [...root.querySelectorAll(".map-frame")].map((frame) => new Sheet(this, frame));
      root.querySelector(".map-tools").addEventListener("click", (event) => {
        const sheet = this.sheets.find((each) => each.isShown);
        const what = event.target.closest("button")?.dataset.do;
        if (what === "in") sheet.zoom(1.5);
        if (what === "out") sheet.zoom(1 / 1.5);
        if (what === "fit") sheet.fit();
      });
      if (this.isFramework && this.list) for (const sheet of this.sheets) sheet.readList();
      if (!this.list) this.fetchList();
      window.addEventListener("beforeprint", () => this.sheets.filter((each) => each.isShown).forEach((each) => each.fit()));
      let width = root.clientWidth;
      new ResizeObserver(() => {
        if (root.clientWidth === width) return;
        width = root.clientWidth;
        for (const sheet of this.sheets) sheet.fitFrame();
      }).observe(root);
    }

    /* A long list has an address of its own and comes when somebody turns to the map. */
    fetchList() {
      const link = this.root.querySelector("a[data-list]");
      const fetchOnce = async () => {
        this.wanted ??= fetch(link.href).then((answer) => answer.text());
        const page = new DOMParser().parseFromString(await this.wanted, "text/html");
        const list = page.querySelector(".map-list");
        if (this.list || !list) return;
        link.parentNode.replaceWith(list);
        list.open = false;
        this.list = list.querySelector("ul");
        for (const sheet of this.sheets) sheet.readList();
      };
      for (const name of ["pointerenter", "focusin", "touchstart"]) {
        this.root.addEventListener(name, () => fetchOnce().catch(() => { this.wanted = undefined; }), { passive: true });
      }
    }

    entry(number) {
      return this.list?.querySelector("#m" + number);
    }

    /* An entry of the list, with titles where the list has codes. */
    spoken(node) {
      const found = this.entry(node.number);
      if (!found) return null;
      const entry = found.cloneNode(true);
      entry.removeAttribute("id");
      for (const link of entry.querySelectorAll('a[href^="#m"]')) {
        const title = this.list.querySelector(link.getAttribute("href"))?.querySelector("a")?.textContent;
        const plain = document.createElement("i");
        plain.textContent = title || link.textContent;
        link.replaceWith(plain);
      }
      return entry;
    }

    showCard(node) {
      const entry = this.isFramework && this.spoken(node);
      if (entry) this.card.replaceChildren(...entry.childNodes);
    }

    say(node) {
      const entry = this.spoken(node);
      if (!entry) return;
      entry.querySelector("a").remove();
      this.said.textContent = entry.textContent.replace(/\s+/g, " ").trim();
    }
  }

  for (const root of document.querySelectorAll("[data-map]")) new LearnersMap(root);
})();
