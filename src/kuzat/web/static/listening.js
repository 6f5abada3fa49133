// SPDX-License-Identifier: Apache-2.0
// Keys for whoever writes down what a recording tells, so that the hands stay where they type.
// Without this file the browser's own player does the same.
"use strict";
const BACK = 3;
const SPEEDS = [1, 0.75, 0.5];
const KEYS = { Escape: "play", F2: "back", F4: "slower", F8: "mark" };

const sound = document.querySelector("audio");
const text = document.querySelector("#work textarea");

const mark = () => {
  const second = Math.floor(sound.currentTime);
  const told = `[${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}] `;
  text.setRangeText(told, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
};
const acts = {
  play: () => { if (sound.paused) sound.play(); else sound.pause(); },
  back: () => { sound.currentTime = Math.max(0, sound.currentTime - BACK); },
  slower: () => { sound.playbackRate = SPEEDS[(SPEEDS.indexOf(sound.playbackRate) + 1) % SPEEDS.length]; },
  mark,
};

if (sound && text) {
  const keys = document.querySelector("[data-keys]");
  keys.hidden = false;
  for (const button of keys.querySelectorAll("button")) button.addEventListener("click", acts[button.dataset.do]);
  document.addEventListener("keydown", (event) => {
    const act = acts[KEYS[event.key]];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
}
