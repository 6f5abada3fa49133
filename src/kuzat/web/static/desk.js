// SPDX-License-Identifier: Apache-2.0
// Shows how far an original is on its way, lets it be stopped, and says so where it did not arrive.
// Without this file the form works the same and says nothing meanwhile.
"use strict";
const MEBIBYTE = 1048576;

for (const form of document.querySelectorAll("form.upload")) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const bar = form.querySelector("progress");
  const send = form.querySelector("button.main");
  const stop = part("stop");
  let sending = null;

  const stand = (running, told) => {
    send.disabled = running;
    part("moving").hidden = stop.hidden = !running;
    for (const name of ["cut", "stopped"]) part(name).hidden = name !== told;
    if (!running) sending = null;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sending = new XMLHttpRequest();
    bar.removeAttribute("value");
    part("far").textContent = "";
    sending.upload.onprogress = (at) => {
      bar.value = (100 * at.loaded) / at.total;
      part("far").textContent = [at.loaded, at.total].map((n) => (n / MEBIBYTE).toFixed(1)).join(" / ") + " MiB";
    };
    sending.upload.onload = () => { stop.hidden = true; };
    sending.onload = () => {
      const answer = sending.responseURL;
      stand(false);
      location.assign(answer);
    };
    sending.onerror = () => stand(false, "cut");
    sending.onabort = () => stand(false, "stopped");
    sending.open("POST", form.action);
    sending.send(new FormData(form));
    stand(true);
  });
  stop.addEventListener("click", () => { sending?.abort(); });
  window.addEventListener("beforeunload", (event) => { if (sending) { event.preventDefault(); event.returnValue = true; } });
}

// Opens the printing of a page for paper; without it the browser's own menu does.
if (document.body.classList.contains("onpaper")) window.print();
