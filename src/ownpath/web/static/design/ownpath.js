/* What moves on every page. Every page reads, and every form sends, without it. */
(function () {
  "use strict";

  const found = document.getElementById("found");
  const find = document.getElementById("find");
  const menu = document.querySelector("details.me");
  const offline = document.getElementById("offline");

  /* Toasts: in the flow of the page without scripts, at its foot with them, gone after a while unless somebody is on them. */
  const STAYS_MS = 20000;
  function settleToasts() {
    const place = document.getElementById("toasts");
    if (!place) return;
    place.classList.add("toasts");
    for (const toast of place.children) {
      if (toast.dataset.settled) continue;
      toast.dataset.settled = "yes";
      const leave = () => {
        if (toast.matches(":hover, :focus-within")) setTimeout(leave, 3000);
        else toast.remove();
      };
      setTimeout(leave, STAYS_MS);
    }
  }

  function say(text, isBad) {
    const place = document.getElementById("toasts");
    if (!place) return;
    const toast = document.createElement("div");
    toast.className = isBad ? "toast toast-bad" : "toast";
    toast.textContent = text;
    place.append(toast);
    settleToasts();
  }

  function showLine() {
    if (!offline) return;
    offline.hidden = navigator.onLine;
    offline.textContent = navigator.onLine ? "" : offline.dataset.offline;
  }

  function closeFound() {
    if (found) found.replaceChildren();
  }

  if (find) {
    find.addEventListener("keydown", (event) => {
      const links = [...found.querySelectorAll("a")];
      if (event.key === "Escape") closeFound();
      if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[0].focus();
      }
    });
    found.addEventListener("keydown", (event) => {
      const links = [...found.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        closeFound();
        find.focus();
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const to = at + (event.key === "ArrowDown" ? 1 : -1);
        if (to < 0) find.focus();
        else if (to < links.length) links[to].focus();
      }
    });
    find.closest("form").addEventListener("focusout", (event) => {
      if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) closeFound();
    });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && find && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      find.focus();
    }
    if (event.key === "Escape" && menu && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu && menu.open && !menu.contains(event.target)) menu.open = false;
    if (found && !event.target.closest(".find")) closeFound();
  });

  /* A form that was sent is not sent a second time by a second press. */
  document.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      showLine();
      return;
    }
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      setTimeout(() => event.target.querySelectorAll("button").forEach((each) => (each.disabled = true)));
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form button[disabled]").forEach((each) => (each.disabled = false));
  });
  window.addEventListener("online", showLine);
  window.addEventListener("offline", showLine);
  document.addEventListener("htmx:oobAfterSwap", settleToasts);
  document.addEventListener("htmx:sendError", showLine);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 403 || event.detail.xhr.status >= 500) say(document.body.dataset.failed, true);
  });

  settleToasts();
  showLine();
})();
