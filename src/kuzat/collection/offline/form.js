// SPDX-License-Identifier: Apache-2.0
// The page: its questions in each language, what somebody answers, and the sealed file that is saved at the end.
// Nothing is stored: no cookie, no storage of the browser, no draft. What is typed is gone when the page is. The sealed
// file stays in memory until the person says that they have it, since some phones block what a page saves.

const asked = JSON.parse(document.getElementById("asked").textContent);
const page = document.getElementById("form");
const files = [], MOST_FILES = 50;
let language = document.documentElement.lang, touched = false, sealed = null;

function made(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function word(id) {
  return asked.words[language][id];
}

function paragraph(id, look) {
  const element = made("p", { className: look || "", textContent: word(id) });
  element.dataset.word = id;
  return element;
}

function button(id, press, look) {
  const element = made("button", { type: "button", className: look || "", textContent: word(id), onclick: press });
  element.dataset.word = id;
  return element;
}

// A text that changes with the language is marked by what it is called in.
function labelled(name, labels, properties, ...children) {
  const element = made(name, properties, labels[language], ...children);
  element.dataset.labels = JSON.stringify(labels);
  return element;
}

function speak(tag) {
  language = tag;
  document.documentElement.lang = tag;
  document.title = asked.titles[tag];
  for (const one of page.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of page.querySelectorAll("[data-labels]")) {
    const indent = "\u2003".repeat(Number(one.dataset.depth || 0));
    one.firstChild.textContent = indent + JSON.parse(one.dataset.labels)[tag];
  }
  for (const one of page.querySelectorAll("[data-tag]")) one.ariaPressed = String(one.dataset.tag === tag);
}

function tongues() {
  const row = made("p", { className: "screen" });
  for (const [tag, name] of Object.entries(asked.languages)) {
    const one = made("button", { type: "button", lang: tag, textContent: name, onclick: () => speak(tag) });
    one.dataset.tag = tag;
    row.append(one);
  }
  return row;
}

function question(field) {
  const id = "q-" + field.says;
  if (field.kind === "marks") {
    const marks = field.options.map((one) => mark(field.says, one));
    return made("fieldset", {}, labelled("legend", field.labels, {}), ...marks);
  }
  return made("div", {}, labelled("label", field.labels, { htmlFor: id }), ...control(field, id));
}

function mark(says, option) {
  const box = made("input", { type: "checkbox", name: says, value: option.id, autocomplete: "off" });
  return made("label", { className: "mark" }, box, " ", labelled("span", option.labels, {}));
}

function control(field, id) {
  const rest = { id, name: field.says, autocomplete: "off", spellcheck: false };
  if (field.kind === "long") return [made("textarea", rest)];
  if (field.kind === "line") return [made("input", { ...rest, type: "text" })];
  if (field.kind === "number") return [made("input", { ...rest, type: "text", inputMode: "numeric" })];
  const options = field.options.map((one) => {
    const option = labelled("option", one.labels, { value: one.id });
    option.dataset.depth = one.depth;
    return option;
  });
  const lines = field.options.filter((one) => one.depth === 0).map((one) => labelled("li", one.labels, {}));
  return [made("select", rest, made("option", { value: "" }), ...options), made("ul", { className: "lines" }, ...lines)];
}

function chooser(id, role, accept) {
  const input = made("input", { type: "file", id: "f-" + role, multiple: true, accept, autocomplete: "off" });
  const list = made("div", {});
  input.onchange = async () => {
    for (const file of input.files) list.append(await chosen(file, role));
    input.value = "";
  };
  const label = made("label", { htmlFor: input.id, textContent: word(id) });
  label.dataset.word = id;
  return made("div", { className: "screen" }, label, input, list);
}

// A file with what can be done about what it tells of place and device; unticked, it is taken out again.
async function chosen(file, role) {
  const content = new Uint8Array(await file.arrayBuffer());
  const clean = stripped(content);
  const one = { name: file.name, type: file.type || "application/octet-stream", role, content, clean };
  const id = clean ? "strip" : "as_is";
  one.tick = made("input", { type: "checkbox", checked: clean !== null, autocomplete: "off" });
  const said = made("span", { textContent: word(id) });
  said.dataset.word = id;
  const away = button("remove", () => remove(one));
  one.row = made("p", {}, file.name, " ", away, made("label", { className: "mark" }, one.tick, " ", said));
  files.push(one);
  touched = true;
  return one.row;
}

function remove(one) {
  files.splice(files.indexOf(one), 1);
  one.row.remove();
}

// What a file is called can tell who made it and when, so only its ending goes along.
async function attachment(one, number) {
  const ending = (one.name.match(/\.[A-Za-z0-9]{1,8}$/) || [""])[0].toLowerCase();
  const content = one.clean && one.tick.checked ? one.clean : one.content;
  const type = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(one.type) ? one.type : "application/octet-stream";
  return { name: number + ending, type, role: one.role, content, original: hex(await sha256(one.content)) };
}

function answers() {
  const said = [];
  for (const field of asked.fields) {
    for (const one of page.querySelectorAll(`[name="${field.says}"]`)) {
      const value = one.type === "checkbox" ? (one.checked ? one.value : "") : one.value.trim();
      // Half a sign, which some keyboards leave behind, becomes the sign for what cannot be read.
      if (value) said.push([field.says, new TextDecoder().decode(ascii(value))]);
    }
  }
  return said;
}

function wrong(said) {
  if (!said.length && !files.length) return "empty";
  if (files.length > MOST_FILES) return "large";
  if (said.some(([, value]) => ascii(value).length > 16384)) return "long";
  const numbers = asked.fields.filter((one) => one.kind === "number").map((one) => one.says);
  if (said.some(([says, value]) => numbers.includes(says) && !/^[0-9]{1,9}$/.test(value))) return "number";
  return files.some((one) => !one.clean && !one.tick.checked) ? "decide" : "";
}

async function seal() {
  const said = answers(), fault = wrong(said);
  if (fault) return complain(fault);
  const code = receiptCode();
  const attachments = await Promise.all(files.map((one, at) => attachment(one, at + 1)));
  const content = await submission(asked, { language, said, attachments }, code);
  if (content === null) return complain("large");
  // The file's name tells nothing but that it is random.
  sealed = { content, name: hex(crypto.getRandomValues(new Uint8Array(8))) + ".kuzat" };
  files.length = 0;
  save();
  const shown = made("p", { className: "code", id: "receipt", textContent: code.match(/.{5}/g).join(" ") });
  const kept = made("div", { id: "kept" }, paragraph("kept"), button("again", save), button("there", there, "main"));
  page.replaceChildren(tongues(), paragraph("done"), kept, paragraph("receipt"), shown);
  speak(language);
}

// Only now nothing of it is here any more, and the page can be left.
function there() {
  sealed = null;
  touched = false;
  document.getElementById("kept").remove();
}

function complain(id) {
  const error = document.getElementById("error");
  error.replaceChildren(paragraph(id));
  error.scrollIntoView();
}

function save() {
  const address = URL.createObjectURL(new Blob([sealed.content], { type: "application/octet-stream" }));
  made("a", { href: address, download: sealed.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

async function draw() {
  const able = await canSeal();
  const [told, allow] = [false, true].map((which) => asked.fields.filter((one) => one.allow === which).map(question));
  page.append(tongues(), labelled("h1", asked.titles, {}), paragraph(able ? "lead" : "unable", "screen"));
  page.append(paragraph("found", "paper"), button("paper", () => print()));
  page.append(...told);
  if (able) page.append(chooser("files", "evidence", ""), paragraph("original", "screen"));
  const heading = made("h2", { textContent: word("allow") });
  heading.dataset.word = "allow";
  page.append(heading, ...allow);
  if (able) page.append(chooser("consent_file", "consent", "audio/*,video/*"));
  const error = made("div", { id: "error", className: "error" });
  error.setAttribute("role", "alert");
  if (able) page.append(error, button("seal", seal, "main"));
  else for (const one of page.querySelectorAll("input, textarea, select")) one.disabled = true;
  speak(language);
}

page.addEventListener("input", () => { touched = true; });
window.addEventListener("beforeunload", (event) => { if (touched || sealed) { event.preventDefault(); event.returnValue = true; } });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
draw();
