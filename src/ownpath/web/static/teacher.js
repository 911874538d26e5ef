/* Pages of the team: forms that opened in place are closed again, and names move between groups by drag or by button.
   Without it, a form is a page of its own, and the same button moves names on the server. */
(function () {
  "use strict";

  let opener = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches(".acts a")) opener = event.detail.elt;
  });
  function closeForm(place) {
    place.replaceChildren();
    if (opener) opener.focus();
  }
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (!close) return;
    event.preventDefault();
    closeForm(close.closest(".act-place"));
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest(".act-place .act-form");
    if (event.key === "Escape" && form) closeForm(form.closest(".act-place"));
  });

  const form = document.getElementById("arrange");
  if (!form) return;
  const said = document.getElementById("moved");

  function move(item, key) {
    const list = form.querySelector(`[data-list="${key}"]`);
    if (!item || !list || item.parentElement === list) return;
    const learner = item.dataset.learner;
    item.querySelector("input[name=in]").value = `${learner}:${key}`;
    list.append(item);
    const name = item.querySelector("label").firstElementChild.nextSibling.textContent.trim();
    const group = list.closest("[data-group]").dataset.title;
    said.textContent = form.dataset.moved.replace("{name}", name).replace("{group}", group);
  }

  form.querySelector("[data-move]").addEventListener("click", (event) => {
    const ticked = [...form.querySelectorAll("input[name=pick]:checked")];
    if (!ticked.length) return;
    event.preventDefault();
    for (const each of ticked) {
      move(each.closest("[data-learner]"), form.elements.to.value);
      each.checked = false;
    }
  });

  let dragged = null;
  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-learner]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.learner);
  });
  form.addEventListener("dragover", (event) => {
    const target = event.target.closest("[data-group]");
    if (!dragged || !target) return;
    event.preventDefault();
    mark(target);
  });
  form.addEventListener("drop", (event) => {
    const target = event.target.closest("[data-group]");
    if (!dragged || !target) return;
    event.preventDefault();
    const details = target.querySelector("details");
    if (details) details.open = true;
    move(dragged, target.dataset.group);
    mark(null);
  });
  form.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
  function mark(target) {
    for (const each of form.querySelectorAll(".is-over")) if (each !== target) each.classList.remove("is-over");
    if (target) target.classList.add("is-over");
  }
})();
