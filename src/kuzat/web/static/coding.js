// SPDX-License-Identifier: Apache-2.0
// Keeps the draft of a form every few seconds after a change, and asks before a page with more than that is left.
// Without this file the same form keeps its draft at each button.
"use strict";
const EVERY = 4000;

for (const form of document.querySelectorAll("form.kept")) {
  const note = form.querySelector("[data-kept]");
  const stop = new AbortController();
  let changed = false;
  let leaving = false;

  const keep = async () => {
    if (!changed || leaving) return;
    const body = new URLSearchParams(new FormData(form));
    body.set("save", "quietly");
    changed = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal });
      changed = changed || answer.status !== 204;
    } catch {
      changed = true;
    }
    if (note) note.hidden = changed;
  };

  form.addEventListener("input", () => { changed = true; if (note) note.hidden = true; });
  form.addEventListener("submit", () => { leaving = true; stop.abort(); });
  window.addEventListener("beforeunload", (event) => { if (changed && !leaving) { event.preventDefault(); event.returnValue = true; } });
  setInterval(keep, EVERY);
}

// A place is chosen on the map or typed: the one that was told last stays.
for (const map of document.querySelectorAll(".spots")) {
  const spots = map.querySelectorAll("input");
  const typed = document.getElementById("f-" + spots[0].name);
  map.addEventListener("change", () => { typed.value = ""; });
  typed.addEventListener("input", () => { for (const spot of spots) spot.checked = false; });
}

// Words that are selected in an account become the basis. Signs are counted as the archive counts them: a letter
// beyond the first 65,536 is one sign there and two here.
const signs = (text) => [...text].length;
for (const quotes of document.querySelectorAll(".quotes")) {
  const own = quotes.querySelector("[data-selection]");
  const radio = own.querySelector("input");

  const place = (node, offset) => {
    const label = node.parentElement && node.parentElement.closest(".quotes label:not([data-selection])");
    const found = label && /#chars=(\d+),/.exec(label.querySelector("input").value);
    return found ? Number(found[1]) + signs(node.textContent.slice(0, offset)) : null;
  };
  const take = () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !selection.rangeCount || !quotes.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    radio.value = `${quotes.dataset.record}#chars=${start},${end}`;
    own.hidden = false;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
  };
  quotes.addEventListener("mouseup", () => setTimeout(take));
  quotes.addEventListener("keyup", take);
}
