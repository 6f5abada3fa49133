// SPDX-License-Identifier: Apache-2.0
// The page around the checks: chooses the language, takes a file, shows what was found. Text only ever enters the page as text.
"use strict";

const WORDS = JSON.parse(document.getElementById("words").textContent);
const TONGUES = { en: "English", ru: "Русский", ky: "Кыргызча", uz: "Oʻzbekcha", "uz-Cyrl": "Ўзбекча" };
const MOST_SHOWN = 1000;
const state = { language: "en", file: null, found: null };

const byId = (id) => document.getElementById(id);
const word = (name, details = {}) => fill(WORDS[state.language].page[name], details);
const sentence = (fault) => saidOf(fault, WORDS[state.language].faults);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function element(name, parts, ...children) {
  const made = document.createElement(name);
  for (const [part, value] of Object.entries(parts || {})) made.setAttribute(part, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

// Signs that turn the direction of writing or are not seen could make a value look like another one.
function valueOf(text, language) {
  const parts = text.split(/([\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff])/);
  const shown = parts.map((part, i) =>
    i % 2 ? element("span", { class: "hidden-sign" }, "U+" + part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")) : part,
  );
  return element("p", { class: "value", dir: "auto", ...(language ? { lang: language } : {}) }, ...shown);
}

// Checking

async function look() {
  if (!state.file) return;
  state.found = null;
  show();
  await new Promise((painted) => setTimeout(painted));
  try {
    state.found = await find(state.file.bytes);
  } catch (fault) {
    state.found = { broken: !(fault instanceof Fault), fault };
  }
  state.found.engine = (await hasWebCrypto()) ? "engine_browser" : "engine_own";
  state.found.digest = hex(await sha256(state.file.bytes));
  show();
  byId("verdict").focus();
}

async function find(bytes) {
  const key = byId("noted-key").value.trim();
  if (saysFork(bytes)) {
    try {
      return { fork: await checkFork(bytes, key) };
    } catch (fault) {
      fault.ofFork = true;
      throw fault;
    }
  }
  const proof = await checkProof(bytes, key);
  return { proof, beside: await beside(proof) };
}

// Whether a file calls itself the evidence of a fork; everything else is checked as a proof.
function saysFork(bytes) {
  if (bytes.length > LARGEST_FORK) return false;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)).format === "kuzat-fork/1";
  } catch {
    return false;
  }
}

async function beside(proof) {
  const [note, join] = ["noted-checkpoint", "noted-join"].map((id) => byId(id).value.trim());
  if (!note) return null;
  try {
    return await compareCheckpoints(proof, note.replace(/\r\n/g, "\n") + "\n", join.replace(/\r\n/g, "\n"));
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { verdict: "failed", why: fault };
  }
}

// Showing

function show() {
  document.documentElement.lang = state.language;
  document.title = "Kuzat: " + word("title");
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of document.querySelectorAll("[data-word-label]")) one.setAttribute("aria-label", word(one.dataset.wordLabel));
  for (const one of byId("tongues").children) one.setAttribute("aria-pressed", String(one.lang === state.language));
  byId("verdict").replaceChildren(...verdict());
  byId("report").replaceChildren(...report());
}

function box(kind, mark, title, ...lines) {
  const heading = element("h2", {}, element("span", { class: "mark", "aria-hidden": "true" }, mark), title);
  return element("div", { class: "verdict " + kind }, heading, ...lines.map((line) => (line instanceof Node ? line : element("p", {}, line))));
}

function verdict() {
  const { file, found } = state;
  if (!file) return [];
  if (!found) return [element("p", {}, word("busy"))];
  if (found.broken) return [box("bad", "!", word(file.unread ? "unreadable" : "broken_page"))];
  if (found.fork) return [conflict(found.fork.first, found.fork.second, found.fork.compared)];
  if (found.proof) return shownVerdict(found.proof, found.beside);
  const differs = found.fault.name === "key_differs";
  const why = capital(sentence(found.fault)) + (differs ? "" : ".");
  const title = word(found.fault.ofFork ? "fork_fails" : "fails");
  return [box("bad", "✗", title, why, word(differs ? "advice_key" : "advice"))];
}

const whoseKey = (compared) =>
  compared ? element("p", {}, word("key_same")) : element("p", { class: "caution" }, word("key_unknown"));

function shownVerdict(proof, other) {
  const whose = whoseKey(proof.compared);
  const boxes = [box("good", "✓", word("holds"), word("had_entries", proof), whose)];
  if (!other) return boxes;
  if (other.verdict === "fork") {
    const save = element("button", { type: "button" }, word("save_evidence"));
    save.addEventListener("click", () => saveFile("fork-" + proof.log.name + ".json", other.evidence));
    boxes.unshift(conflict(other.older, other.newer, proof.compared, save));
  } else if (other.verdict === "failed") {
    boxes.push(element("p", { class: "alarm" }, word("checkpoint_failed", { why: sentence(other.why) })));
  } else {
    boxes.push(element("p", { class: other.verdict === "unjoined" ? "alarm" : "" }, word("checkpoint_" + other.verdict, other)));
  }
  return boxes;
}

function conflict(older, newer, compared, ...more) {
  const shown = [word("fork_shown", { older, newer }), word("fork_limits"), whoseKey(compared), ...more];
  return box("bad", "✗", word("conflict"), ...shown);
}

function report() {
  const { found } = state;
  if (!found || !found.digest) return [];
  const print = element("button", { type: "button" }, word("print"));
  print.addEventListener("click", () => window.print());
  const parts = found.proof ? [...statements(found.proof), limits(found.proof)] : [];
  return [...parts, details(found), print];
}

function statements(proof) {
  let room = MOST_SHOWN;
  let left = 0;
  const shown = [];
  for (const entry of proof.entries) {
    const said = entry.statements.slice(0, room);
    left += entry.statements.length - said.length;
    if (said.length || !entry.statements.length) shown.push(entryOf(entry, said));
    room -= said.length;
  }
  const none = proof.entries.every((entry) => !entry.statements.length);
  return [
    element("h2", {}, word("said")),
    none ? element("p", {}, word("nothing_said")) : "",
    element("ol", { class: "plain" }, ...shown),
    left ? element("p", {}, word("more", { count: left })) : "",
  ];
}

function entryOf(entry, said) {
  const kind = entry.kind === "said" ? "" : ": " + WORDS[state.language].kinds[entry.kind];
  const by = entry.by ? word("by", { member: entry.by }) : said.length ? word("by_hidden") : "";
  const at = entry.at ? word("at", { time: entry.at.replace("T", " ").replace("Z", " UTC") }) : "";
  return element(
    "li",
    { class: "entry" },
    element("h3", {}, word("entry", entry) + kind),
    ...said.map(saidIn),
    by && element("p", {}, by),
    at && element("p", {}, at),
  );
}

function saidIn({ op, says, value, language, about, basis }) {
  const what = op === "withdraw" ? element("p", {}, word("withdrawn") + " ", element("code", {}, value)) : valueOf(value, language);
  const property = element("p", { class: "small" }, element("code", {}, says), language ? " · " + language : "");
  const rests = basis && element("p", { class: "small" }, word("basis") + " ", element("code", {}, basis));
  return element("div", { class: "said" }, property, what, element("p", { class: "small" }, word("about") + " ", element("code", {}, about)), rests);
}

function limits(proof) {
  const names = [...(proof.compared ? [] : ["whose"]), "true", "nothing_else", "when", "who"];
  const items = names.map((name) => element("li", {}, word("limit_" + name)));
  return element("section", { class: "cannot" }, element("h2", {}, word("does_not_prove")), element("ul", {}, ...items));
}

function details(found) {
  const shown = found.proof || found.fork;
  const vocabularies = found.proof ? [...new Set(found.proof.entries.map((entry) => entry.vocabulary))] : [];
  const rows = [
    ["file", state.file.name],
    ["file_digest", found.digest],
    ...(shown ? [["log", shown.log.name], ["noted_key", shown.key]] : []),
    ...(found.proof ? [["root", hex(found.proof.root)], ["noted_checkpoint", found.proof.note]] : []),
    ...vocabularies.map((vocabulary) => ["vocabulary", vocabulary]),
  ];
  const list = rows.flatMap(([name, value]) => [element("dt", {}, word(name)), element("dd", {}, codeLines(value))]);
  const witnesses = found.proof ? witnessed(found.proof) : [];
  return element(
    "section",
    {},
    element("h2", {}, word("details")),
    element("dl", {}, ...list),
    ...witnesses,
    element("p", { class: "small" }, word(found.engine)),
  );
}

function codeLines(value) {
  return element("code", { class: "lines" }, value.trimEnd());
}

function witnessed({ witnesses, cosigned }) {
  const good = new Set(cosigned.filter((one) => one.at !== null).map((one) => one.name));
  const line = good.size ? word("witnessed", { count: good.size, all: witnesses.length }) : word("unwitnessed");
  const items = cosigned.map(({ name, at }) =>
    element("li", {}, at === null ? word("witness_wrong", { name }) : word("witness_saw", { name, time: moment(at) })),
  );
  return [element("p", {}, line), items.length ? element("ul", {}, ...items) : ""];
}

function moment(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace("T", " ").replace(".000Z", " UTC");
}

function saveFile(name, content) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type: "application/json" })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

// Beginning

async function take(file) {
  if (!file) return;
  state.file = { name: file.name, bytes: new Uint8Array(0) };
  if (file.size > LARGEST_PROOF) {
    state.found = { fault: new Fault("too_large", { largest: LARGEST_PROOF }) };
    return show();
  }
  try {
    state.file.bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    state.file.unread = true;
    state.found = { broken: true };
    return show();
  }
  return look();
}

function spokenFirst() {
  for (const tag of navigator.languages || []) {
    const [language, script] = tag.split("-");
    if (language === "uz" && script === "Cyrl") return "uz-Cyrl";
    if (language in TONGUES) return language;
  }
  return "en";
}

function begin() {
  state.language = spokenFirst();
  for (const [tag, name] of Object.entries(TONGUES)) {
    const button = element("button", { type: "button", lang: tag }, name);
    button.addEventListener("click", () => {
      state.language = tag;
      show();
    });
    byId("tongues").append(button);
  }
  const drop = byId("drop");
  const over = (on) => (event) => {
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  document.addEventListener("dragover", over(true));
  document.addEventListener("dragleave", over(false));
  document.addEventListener("drop", (event) => {
    over(false)(event);
    take(event.dataTransfer.files[0]);
  });
  byId("file").addEventListener("change", (event) => take(event.target.files[0]));
  byId("again").addEventListener("click", look);
  byId("without-script").hidden = true;
  byId("desk").hidden = false;
  show();
}

begin();
