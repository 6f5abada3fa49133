// SPDX-License-Identifier: Apache-2.0
// [log, checkpoint] and [log, cosignatures]

const PLAIN = 1;
const COSIGNATURE = 4;
const keyId = async (name, kind, key) => (await sha256(joined(utf8(name + "\n"), Uint8Array.of(kind), key))).slice(0, 4);

async function verifierKey(name, key) {
  return `${name}+${hex(await keyId(name, PLAIN, key))}+${base64(joined(Uint8Array.of(PLAIN), key))}`;
}

function splitNote(note) {
  const end = note.lastIndexOf("\n\n");
  need(end >= 0 && note.endsWith("\n"), "no_signatures");
  const body = note.slice(0, end + 1);
  const rest = note.slice(end + 2);
  need(rest !== "", "no_signatures");
  need(!/[\u0000-\u0009\u000b-\u001f]/.test(note), "control_characters");
  need(!body.includes("\n\n"), "no_checkpoint");
  const lines = rest.slice(0, -1).split("\n");
  need(lines.length <= 100, "too_many_signatures");
  return { body, lines };
}

function readLine(line) {
  const parts = line.split(" ");
  need(parts.length === 3 && parts[0] === "\u2014" && parts[1] && !parts[1].includes("+"), "signature_misshapen");
  const signed = unbase64(parts[2]);
  need(signed.length > 4, "signature_misshapen");
  return { name: parts[1], id: signed.slice(0, 4), signature: signed.slice(4) };
}

// The checkpoint in a note, and who of `signers` ({name, key}) signed it. A wrong signature of one refuses it.
async function openNote(note, signers) {
  const { body, lines } = splitNote(note);
  const signed = new Set();
  for (const line of lines) {
    const { name, id, signature } = readLine(line);
    for (const signer of signers) {
      if (signer.name === name && same(id, await keyId(name, PLAIN, signer.key))) {
        need(await isSignature(signer.key, signature, utf8(body)), "signature_wrong", { name });
        signed.add(signer);
      }
    }
  }
  need(signed.size, "no_known_key");
  return { ...readCheckpoint(body), signed };
}

function readCheckpoint(body) {
  const lines = body.split("\n");
  need(lines.length === 4 && lines[0] && /^(?:0|[1-9][0-9]{0,15})$/.test(lines[1]), "no_checkpoint");
  const root = unbase64(lines[2]);
  need(root.length === 32, "no_checkpoint");
  return { origin: lines[0], size: BigInt(lines[1]), root };
}

async function openCheckpoint(note, log, signers) {
  const head = await within("checkpoint_bad", {}, () => openNote(note, signers));
  need(head.origin === log, "checkpoint_of_another_log");
  need(head.signed.size === signers.length, "checkpoint_not_signed_by_all");
  return head;
}

// What the witnesses say of a checkpoint that is good: a time in seconds for each, or null for a wrong line.
async function cosignatures(note, witnesses) {
  const { body, lines } = splitNote(note);
  const found = [];
  for (const line of lines) {
    const { name, id, signature } = readLine(line);
    for (const witness of witnesses) {
      const key = unhex(witness.key);
      if (witness.name !== name || !same(id, await keyId(name, COSIGNATURE, key))) continue;
      found.push({ name, at: await cosignedAt(key, signature, body) });
    }
  }
  return found;
}

async function cosignedAt(key, signature, body) {
  if (signature.length !== 72) return null;
  const at = BigInt("0x" + hex(signature.slice(0, 8)));
  const good = await isSignature(key, signature.slice(8), utf8(`cosignature/v1\ntime ${at}\n${body}`));
  return good && at < 2n ** 63n ? at : null;
}
