// SPDX-License-Identifier: Apache-2.0
// Sealing in the browser: HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
// AES-256-GCM, by the browser's own cryptography; and the file docs/format/submission.md describes.
"use strict";

const FORMAT = "kuzat-submission/1", SMALLEST = 1 << 14, LARGEST = 1 << 26;
const KEM = [...ascii("KEM"), 0, 0x20], SUITE = [...ascii("HPKE"), 0, 0x20, 0, 1, 0, 2];

function ascii(text) {
  return new TextEncoder().encode(text);
}

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) || [], (two) => parseInt(two, 16));
}

function hex(content) {
  return Array.from(content, (one) => one.toString(16).padStart(2, "0")).join("");
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function sha256(content) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content));
}

async function hmac(key, content) {
  // HMAC fills its key up with zero bytes, and browsers refuse an empty one.
  const raw = key.length ? key : new Uint8Array(32);
  const made = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, content));
}

function extract(suite, salt, label, content) {
  return hmac(salt, joined(ascii("HPKE-v1"), suite, ascii(label), content));
}

// At most 32 bytes, so one round of HKDF-Expand is enough.
async function expand(suite, key, label, info, length) {
  const labelled = joined([length >> 8, length & 255], ascii("HPKE-v1"), suite, ascii(label), info, [1]);
  return (await hmac(key, labelled)).slice(0, length);
}

// Whether this browser can seal; a page that was opened in an old one must say so before anything is typed.
async function canSeal() {
  try {
    await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    return true;
  } catch (error) {
    return false;
  }
}

// Content sealed to a public key: the sender's fresh public key, then the sealed content with its tag. A pair is
// given, and associated data beside it, only to make published vectors again.
async function sealTo(content, publicKey, info, pair, beside) {
  pair = pair || (await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]));
  const sent = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const receiver = await crypto.subtle.importKey("raw", publicKey, { name: "X25519" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "X25519", public: receiver }, pair.privateKey, 256);
  const prk = await extract(KEM, [], "eae_prk", new Uint8Array(shared));
  const secret = await expand(KEM, prk, "shared_secret", joined(sent, publicKey), 32);
  const none = await extract(SUITE, [], "psk_id_hash", []);
  const context = joined([0], none, await extract(SUITE, [], "info_hash", info));
  const base = await extract(SUITE, secret, "secret", []);
  const raw = await expand(SUITE, base, "key", context, 32);
  const iv = await expand(SUITE, base, "base_nonce", context, 12);
  const algorithm = { name: "AES-GCM", iv, additionalData: new Uint8Array(beside || []) };
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return joined(sent, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, content)));
}

// 24 random digits and their check digit (ISO/IEC 7064, MOD 11,10).
function receiptCode() {
  let digits = "";
  while (digits.length < 24) {
    const [one] = crypto.getRandomValues(new Uint8Array(1));
    digits += one < 250 ? String(one % 10) : "";
  }
  let product = 10;
  for (const digit of digits) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return digits + String((11 - product) % 10);
}

// How much is sealed, with what it is filled up by; null where it is too much.
function filledSize(size) {
  let filled = SMALLEST;
  while (filled < size) filled *= 2;
  return filled <= LARGEST ? filled : null;
}

// The sealed file. `told` has language, said, and attachments with their content; null where it is too much.
async function submission(form, told, code) {
  const id = bytes(form.form.slice(4));
  const attachments = [];
  for (const one of told.attachments) {
    const { name, type, role, content, original } = one;
    const digest = hex(await sha256(content));
    attachments.push({ name, type, role, size: content.length, sha256: digest, original });
  }
  const receipt = hex(await sha256(joined(ascii("kuzat/receipt/1\n"), id, ascii(code))));
  const { language, said } = told;
  const body = ascii(JSON.stringify({ format: FORMAT, form: form.form, language, receipt, said, attachments }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length);
  const parts = [length, body, ...told.attachments.map((one) => one.content)];
  const size = parts.reduce((sum, part) => sum + part.length, 0), filled = filledSize(size);
  if (filled === null) return null;
  const content = joined(...parts, new Uint8Array(filled - size));
  const sealed = await sealTo(content, bytes(form.key), joined(ascii("kuzat/submission/1\n"), id));
  return joined(ascii(FORMAT + "\n"), id, sealed);
}
