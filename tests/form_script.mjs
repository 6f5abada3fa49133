// SPDX-License-Identifier: Apache-2.0
// Runs the scripts of the offline form, as they stand in the package, for the tests: JSON in, JSON out.
// node form_script.mjs seal.js strip.js < task

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

runInThisContext(process.argv.slice(2).map((file) => readFileSync(file, "utf8")).join("\n"));
const { hex, bytes, sealTo, submission, receiptCode, stripped, canSeal } = runInThisContext(
  "({ hex, bytes, sealTo, submission, receiptCode, stripped, canSeal })",
);

const url = (content) => Buffer.from(bytes(content)).toString("base64url");

async function pair({ d, x }) {
  const jwk = { kty: "OKP", crv: "X25519", x: url(x) };
  const algorithm = { name: "X25519" };
  const privateKey = await crypto.subtle.importKey("jwk", { ...jwk, d: url(d) }, algorithm, true, ["deriveBits"]);
  return { privateKey, publicKey: await crypto.subtle.importKey("jwk", jwk, algorithm, true, []) };
}

const tasks = {
  seal: async ({ content, to, info, sender, beside }) =>
    hex(await sealTo(bytes(content), bytes(to), bytes(info), await pair(sender), bytes(beside))),
  submission: async ({ form, told, code }) => {
    const attachments = told.attachments.map((one) => ({ ...one, content: bytes(one.content) }));
    const sealed = await submission(form, { ...told, attachments }, code);
    return sealed && Buffer.from(sealed).toString("base64");
  },
  codes: async ({ number }) => Array.from({ length: number }, receiptCode),
  strip: async ({ pictures }) => pictures.map((one) => stripped(bytes(one))).map((left) => left && hex(left)),
  able: async () => {
    Object.defineProperty(globalThis, "crypto", { value: undefined });
    return canSeal();
  },
};

const { what, ...task } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await tasks[what](task)));
