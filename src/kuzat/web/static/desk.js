// SPDX-License-Identifier: Apache-2.0
// Shows how far an original is on its way. Without this file the form works the same and says nothing meanwhile.
"use strict";
for (const form of document.querySelectorAll("form.upload")) {
  form.addEventListener("submit", (event) => {
    const bar = form.querySelector("progress");
    const sending = new XMLHttpRequest();
    event.preventDefault();
    bar.hidden = false;
    form.querySelector("button").disabled = true;
    sending.upload.onprogress = (at) => { bar.value = (100 * at.loaded) / at.total; };
    sending.onload = () => { location.assign(sending.responseURL); };
    sending.onerror = () => { form.submit(); };
    sending.open("POST", form.action);
    sending.send(new FormData(form));
  });
}
