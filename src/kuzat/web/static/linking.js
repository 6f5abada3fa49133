// SPDX-License-Identifier: Apache-2.0
// Judges a pair by single keys, by their place on the keyboard whatever is written with them; and says beside a
// form what its records may be the same as. Without this file buttons judge, and the last page of the form says it.
"use strict";
const writes = (target) => target.closest("input, textarea, select") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || writes(event.target)) return;
  const button = document.querySelector(`button[data-key="${event.code}"]`);
  if (!button) return;
  event.preventDefault();
  const reason = button.form.querySelector("textarea");
  if (reason && !reason.value.trim()) reason.focus();
  else button.click();
});

const ASKED = ["event.title", "event.start", "event.region", "event.place", "person.identity_name"];
for (const near of document.querySelectorAll("[data-near]")) {
  const form = near.closest("form");
  let last = 0;

  form.addEventListener("change", async (event) => {
    if (!ASKED.some((name) => event.target.name?.endsWith(name))) return;
    const mine = (last += 1);
    try {
      const answer = await fetch("/resembling", { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const found = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      if (mine === last) near.replaceChildren(...found.body.children);
    } catch {
      near.replaceChildren();
    }
  });
}
