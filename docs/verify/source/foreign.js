// SPDX-License-Identifier: Apache-2.0
// [log, received logs and forks] Two checkpoints of one log, held against each other.

const LARGEST_FORK = 65536;

// How the checkpoint of a proof stands to one that the reader noted; `join` is a consistency proof, or "".
async function compareCheckpoints(shown, noted, join = "") {
  const { log } = shown;
  const other = { ...(await openCheckpoint(noted, log.name, [log])), note: noted };
  const [older, newer] = other.size < shown.size ? [other, shown] : [shown, other];
  const sizes = { older: older.size, newer: newer.size };
  if (older.size === newer.size) {
    if (same(older.root, newer.root)) return { verdict: "same", ...sizes };
    return { verdict: "fork", ...sizes, evidence: forkFile(log.key, older, newer, newer.root, []) };
  }
  if (older.size === 0n) return { verdict: "joined", ...sizes };
  if (join === "") return { verdict: "unjoined", ...sizes };
  const path = readJoin(join, older.size);
  const roots = await rootsFromOld(older.size, newer.size, path, older.root);
  need(roots && same(roots.after, newer.root), "not_joined");
  if (same(roots.before, older.root)) return { verdict: "joined", ...sizes };
  return { verdict: "fork", ...sizes, evidence: forkFile(log.key, older, newer, roots.before, path) };
}

// The hashes of a consistency proof, written as the head of a request of C2SP tlog-witness.
function readJoin(written, size) {
  const [first, ...hashes] = written.split("\n\n")[0].trimEnd().split("\n");
  need(/^old (?:0|[1-9][0-9]{0,15})$/.test(first) && hashes.length <= 63, "join_misshapen");
  need(BigInt(first.slice(4)) === size, "join_of_another_size", { size });
  return hashes.map((hash) => {
    const node = unbase64(hash);
    need(node.length === 32, "join_misshapen");
    return node;
  });
}

function forkFile(key, first, second, prefix, path) {
  return canonical({
    first: first.note,
    format: "kuzat-fork/1",
    key: hex(key),
    path: path.map(hex),
    prefix: hex(prefix),
    second: second.note,
  });
}

const isFork = exactly({ first: isText, format: isText, key: isHash, path: isPath, prefix: isHash, second: isText });

// What the evidence of a fork shows: two checkpoints of one key that cannot both be of one growing log.
async function checkFork(bytes, noted = "") {
  const fork = readJson(bytes, LARGEST_FORK);
  need(isObject(fork) && fork.format === "kuzat-fork/1", "not_a_fork");
  need(isFork(fork), "parts");
  const { origin } = await within("checkpoint_bad", {}, () => readCheckpoint(splitNote(fork.first).body));
  need(isId(origin), "checkpoint_of_another_log");
  const log = { name: origin, key: unhex(fork.key) };
  const named = await verifierKey(log.name, log.key);
  need(noted === "" || noted === named, "key_differs");
  const first = await openCheckpoint(fork.first, log.name, [log]);
  const second = await openCheckpoint(fork.second, log.name, [log]);
  const prefix = unhex(fork.prefix);
  const roots = await rootsFromOld(first.size, second.size, fork.path.map(unhex), prefix);
  need(roots && same(roots.before, prefix) && same(roots.after, second.root), "not_joined");
  need(!same(prefix, first.root), "no_fork");
  return { log, key: named, compared: noted !== "", first: first.size, second: second.size };
}
