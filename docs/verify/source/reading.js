// SPDX-License-Identifier: Apache-2.0
// Checks proof files. Written from docs/format alone; the words in brackets are its pages. This file: bytes, canonical
// JSON, and the first thing that is wrong.
"use strict";

const DEEPEST = 200;

// The first thing that is wrong. `name` is that of a sentence in the table of words, `details` fill it.
class Fault extends Error {
  constructor(name, details = {}) {
    super(name);
    this.name = name;
    this.details = details;
  }
}

function need(holds, name, details) {
  if (!holds) throw new Fault(name, details);
}

// Runs `step`; a Fault in it becomes the reason `why` of another one.
async function within(name, details, step) {
  try {
    return await step();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    throw new Fault(name, { ...details, why: fault });
  }
}

// [README, conventions] bytes, hex, base64

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function text(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault("not_utf8");
  }
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

function unbase64(written) {
  let content = "";
  try {
    content = atob(written);
  } catch {
    throw new Fault("not_base64");
  }
  need(btoa(content) === written, "not_base64");
  return Uint8Array.from(content, (sign) => sign.charCodeAt(0));
}

// [README, conventions] JCS, read strictly

class JsonReader {
  constructor(written) {
    this.written = written;
    this.at = 0;
  }

  whole() {
    const value = this.value(0);
    need(this.peek() === undefined, "not_json");
    return value;
  }

  peek() {
    while (" \t\n\r".includes(this.written[this.at] || "end")) this.at += 1;
    return this.written[this.at];
  }

  take(sign) {
    need(this.peek() === sign, "not_json");
    this.at += 1;
  }

  value(depth) {
    need(depth < DEEPEST, "nested");
    const sign = this.peek();
    if (sign === "{") return this.object(depth + 1);
    if (sign === "[") return this.list(depth + 1);
    if (sign === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.written.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  object(depth) {
    const found = Object.create(null);
    let [first, twice] = [true, false];
    this.take("{");
    while (this.peek() !== "}") {
      if (!first) this.take(",");
      first = false;
      need(this.peek() === '"', "not_json");
      const name = this.string();
      this.take(":");
      twice = twice || name in found;
      found[name] = this.value(depth);
    }
    this.take("}");
    need(!twice, "name_twice");
    return found;
  }

  list(depth) {
    const found = [];
    this.take("[");
    while (this.peek() !== "]") {
      if (found.length) this.take(",");
      found.push(this.value(depth));
    }
    this.take("]");
    return found;
  }

  string() {
    const start = this.at;
    const stop = /["\\\u0000-\u001f]/g;
    stop.lastIndex = start + 1;
    for (;;) {
      const found = stop.exec(this.written);
      need(found && (found[0] === '"' || found[0] === "\\"), "not_json");
      if (found[0] === '"') break;
      stop.lastIndex += 1;
    }
    this.at = stop.lastIndex;
    try {
      return JSON.parse(this.written.slice(start, this.at));
    } catch {
      throw new Fault("not_json");
    }
  }

  number() {
    const form = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|NaN|-?Infinity/y;
    form.lastIndex = this.at;
    const found = form.exec(this.written);
    need(found, "not_json");
    need(/[0-9]$/.test(found[0]) && !found[1] && !found[2], "number_not_whole");
    need(Number.isSafeInteger(Number(found[0])), "number_too_large");
    this.at = form.lastIndex;
    return Number(found[0]);
  }
}

function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value !== null && typeof value === "object") {
    const parts = Object.keys(value).sort().map((name) => canonical(name) + ":" + canonical(value[name]));
    return "{" + parts.join(",") + "}";
  }
  need(typeof value !== "string" || !/\p{Surrogate}/u.test(value), "not_json");
  return JSON.stringify(value);
}

function readJson(bytes, largest) {
  need(bytes.length <= largest, "too_large", { largest });
  const written = text(bytes);
  const value = new JsonReader(written).whole();
  need(canonical(value) === written, "not_canonical");
  return value;
}

// Sentences: a Fault in the words of one language

const fill = (sentence, details) => sentence.replace(/\{(\w+)\}/g, (_, name) => String(details[name]));

function saidOf(fault, words) {
  const { why } = fault.details;
  return fill(words[fault.name], { ...fault.details, why: why && saidOf(why, words) });
}
