// SPDX-License-Identifier: Apache-2.0
// Runs the script of docs/verify/verifier.html, as it stands in the file, for the tests: one JSON line in, one out.
// node second_verifier.mjs verifier.html [own]      own: as in a browser that gives a file no WebCrypto

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { runInThisContext } from "node:vm";

const [file, engine] = process.argv.slice(2);
if (engine === "own") Object.defineProperty(globalThis, "crypto", { value: undefined });
const html = readFileSync(file, "utf8");
const inside = (id) => html.split(`id="${id}">`)[1].split("</script>")[0];
runInThisContext(inside("checks"));
const words = JSON.parse(inside("words")).en.faults;
const page = (name) => runInThisContext(name);
const [Fault, hex, unhex, utf8, saidOf] = ["Fault", "hex", "unhex", "utf8", "saidOf"].map(page);
const decoded = (content) => new Uint8Array(Buffer.from(content, "base64"));
const ends = (roots) => roots && [hex(roots.before), hex(roots.after)];

const tasks = {
  proof: async ({ content, key }) => {
    const { log, key: named, size, root, entries, cosigned } = await page("checkProof")(decoded(content), key || "");
    const shown = entries.map((entry) => [entry.position, entry.statements.length, entry.by, entry.at]);
    return { log: log.name, key: named, size: String(size), root: hex(root), entries: shown, cosigned: cosigned.map(({ name, at }) => [name, at === null ? null : String(at)]) };
  },
  fork: async ({ content, key }) => {
    const { log, key: named, first, second } = await page("checkFork")(decoded(content), key || "");
    return { log: log.name, key: named, first: String(first), second: String(second) };
  },
  compare: async ({ content, noted, join }) => {
    const found = await page("compareCheckpoints")(await page("checkProof")(decoded(content)), noted, join || "");
    return { verdict: found.verdict, evidence: found.evidence || null };
  },
  entry: async ({ content }) => page("readEntry")(content).digests,
  note: async ({ content, name, key }) => {
    const { origin, size, root } = await page("openNote")(content, [{ name, key: unhex(key) }]);
    return [origin, String(size), hex(root)];
  },
  cosignatures: async ({ content, witnesses }) =>
    (await page("cosignatures")(content, witnesses)).map(({ name, at }) => [name, at === null ? null : String(at)]),
  statement: async ({ log, said }) => {
    if (!page("isShownStatement")(said) || !page("isStatement")(said)) throw new Fault("statement_misshapen", {});
    return hex(await page("statementId")(log, said));
  },
  inclusion: async ({ leaf, index, size, path }) => {
    const root = await page("rootFromLeaf")(unhex(leaf), BigInt(index), BigInt(size), path.map(unhex));
    return root && hex(root);
  },
  consistency: async ({ old, size, path, root }) =>
    ends(await page("rootsFromOld")(BigInt(old), BigInt(size), path.map(unhex), unhex(root))),
  signature: ({ key, signature, message }) => page("isSignature")(unhex(key), unhex(signature), unhex(message)),
  digest: ({ size, message }) => hex(page("sha2")(size, unhex(message))),
  engine: () => page("hasWebCrypto")(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = { found: await tasks[asked.task](asked) };
  } catch (fault) {
    answer = fault instanceof Fault ? { fault: fault.name, said: saidOf(fault, words) } : { crashed: String(fault.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
