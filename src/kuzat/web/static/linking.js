// SPDX-License-Identifier: Apache-2.0
// Judges a pair by single keys, by their place on the keyboard whatever is written with them.
// Without this file the buttons do the same.
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
