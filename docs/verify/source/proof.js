// SPDX-License-Identifier: Apache-2.0
// [proof] What a proof file shows.

const LARGEST_PROOF = 16777216;

const isShownStatement = exactly({
  about: isText,
  basis: orNull(isText),
  language: orNull(isText),
  op: isText,
  says: isText,
  salt: isId,
  type: isText,
  value: isText,
});
const isItem = exactly({
  at: orNull(exactly({ at: matching("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"), salt: isId })),
  by: orNull(exactly({ checkpoint: isText, member: isId, path: isPath, salt: isId })),
  entry: isText,
  path: isPath,
  statements: listOf(isShownStatement, 0, 512),
});

function readProof(bytes) {
  const proof = readJson(bytes, LARGEST_PROOF);
  need(isObject(proof) && proof.format === "kuzat-proof/1", "not_a_proof");
  need(exactly({ checkpoint: isText, entries: Array.isArray, format: isText })(proof), "parts");
  need(proof.entries.length >= 1 && proof.entries.length <= 1024, "number_of_entries");
  proof.entries.forEach((item, i) => need(isItem(item), "item_misshapen", { number: i + 1 }));
  return proof;
}

// What a proof shows. `noted` is the log's key as the reader noted it before, or "".
async function checkProof(bytes, noted = "") {
  const proof = readProof(bytes);
  const entries = [];
  for (const [i, item] of proof.entries.entries()) {
    entries.push(await within("entry_malformed", { number: i + 1 }, () => readEntry(item.entry)));
  }
  const genesis = entries[0];
  need(genesis.kind === "genesis", "no_genesis");
  const log = { name: genesis.log, key: unhex(genesis.body.key) };
  const named = await verifierKey(log.name, log.key);
  need(noted === "" || noted === named, "key_differs");
  const head = await openCheckpoint(proof.checkpoint, log.name, [log]);
  for (const [i, item] of proof.entries.entries()) {
    const before = i ? entries[i - 1].position : -1;
    need(entries[i].log === log.name && entries[i].position > before, "entries_disordered");
    await checkIncluded(entries[i], item.entry, item.path, head);
  }
  const shown = [];
  for (const [i, item] of proof.entries.entries()) shown.push(await checkShown(entries, i, item, log, head));
  return {
    log,
    key: named,
    compared: noted !== "",
    note: proof.checkpoint,
    size: head.size,
    root: head.root,
    entries: shown,
    witnesses: genesis.body.witnesses,
    cosigned: await cosignatures(proof.checkpoint, genesis.body.witnesses),
  };
}

async function checkIncluded(entry, written, path, head) {
  const leaf = await leafHash(utf8(written));
  const root = await rootFromLeaf(leaf, BigInt(entry.position), head.size, path.map(unhex));
  need(root && same(root, head.root), "not_included", { position: entry.position, size: head.size });
}

async function checkShown(entries, i, item, log, head) {
  const entry = entries[i];
  const holds = (digest) =>
    need(entry.digests.includes(hex(digest)), "not_what_was_signed", { position: entry.position });
  const ids = new Set();
  for (const [number, said] of item.statements.entries()) {
    need(isStatement(said), "statement_misshapen", { number: number + 1, position: entry.position });
    const id = await statementId(log.name, said);
    holds(id);
    need(!ids.has(hex(id)), "statement_twice");
    ids.add(hex(id));
  }
  if (item.by !== null) {
    holds(await domain("kuzat/by/1", [log.name, item.by.salt, item.by.member]));
    await checkAuthor(entries, i, item, log, head);
  }
  if (item.at !== null) holds(await domain("kuzat/at/1", [log.name, item.at.salt, item.at.at]));
  return {
    position: entry.position,
    kind: entry.kind,
    vocabulary: entry.vocabulary,
    statements: item.statements,
    by: item.by && item.by.member,
    at: item.at && item.at.at,
  };
}

async function checkAuthor(entries, i, item, log, head) {
  const { checkpoint, member: name, path } = item.by;
  const added = entries.filter((entry) => entry.kind === "member" && entry.position < entries[i].position);
  const known = [...entries[0].body.members, ...added.map((entry) => entry.body)].find((one) => one.id === name);
  need(known && name !== log.name, "author_without_key");
  const theirs = await openCheckpoint(checkpoint, log.name, [log, { name, key: unhex(known.key) }]);
  for (const { kind, body } of entries) {
    const names = kind === "revoked" && body.log === log.name && (body.member === null || body.member === name);
    need(!names || BigInt(body.from) >= theirs.size, "author_revoked");
  }
  need(theirs.size < head.size || (theirs.size === head.size && same(theirs.root, head.root)), "contradiction");
  await checkIncluded(entries[i], item.entry, path, theirs);
}
