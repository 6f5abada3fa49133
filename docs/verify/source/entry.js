// SPDX-License-Identifier: Apache-2.0
// The form of statements and entries.

const LARGEST_ENTRY = 65535;
const LARGEST_VALUE = 16384;

// Shapes: small questions that combine

const isText = (value) => typeof value === "string";
const isId = (value) => isText(value) && /^[0-9a-f]{32}$/.test(value);
const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isNumber = (value) => Number.isSafeInteger(value) && value >= 0;
const isPath = (value) => listOf(isHash, 0, 64)(value);
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const orNull = (is) => (value) => value === null || is(value);
const oneOf = (...words) => (value) => words.includes(value);
const listOf = (is, least, most) => (value) =>
  Array.isArray(value) && value.length >= least && value.length <= most && value.every(is);
const noneTwice = (part, is) => (value) => is(value) && new Set(value.map((one) => one[part])).size === value.length;

function exactly(parts) {
  const names = Object.keys(parts);
  return (value) =>
    isObject(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => name in value && parts[name](value[name]));
}

// [statement]

const RECORD = "[a-z]{3}-[0-9a-f]{32}";
const matching = (pattern) => (value) => isText(value) && new RegExp(`^(?:${pattern})$`).test(value);
const isRecord = matching(RECORD);
const isProperty = matching("[a-z]+\\.[a-z0-9_]+");
const isLanguage = matching("[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?");
const SPAN = "#chars=(0|[1-9][0-9]{0,8}),([1-9][0-9]{0,8})";
const BASIS = new RegExp(`^(?:${RECORD}(?:#row=[1-9][0-9]{0,9})?|stm-[0-9a-f]{64})(?:${SPAN})?$`);
const isType = oneOf("text", "term", "record", "exhibit", "statement", "date", "decimal", "place");

function isBasis(value) {
  const found = isText(value) && BASIS.exec(value);
  return Boolean(found) && (found[1] === undefined || Number(found[1]) < Number(found[2]));
}

function isStatement(said) {
  return (
    oneOf("set", "withdraw")(said.op) &&
    isRecord(said.about) &&
    isProperty(said.says) &&
    isType(said.type) &&
    utf8(said.value).length <= LARGEST_VALUE &&
    (said.type !== "statement" || isHash(said.value)) &&
    (said.op !== "withdraw" || said.type === "statement") &&
    orNull(isLanguage)(said.language) &&
    orNull(isBasis)(said.basis)
  );
}

function statementId(log, said) {
  const { salt, op, about, says, type, value, language, basis } = said;
  return domain("kuzat/statement/1", [log, salt, op, about, says, [type, value], language, basis]);
}

const domain = (name, list) => sha256(utf8(name + "\n" + canonical(list)));

// [log, entry and kinds]

const isKey = exactly({ id: isId, key: isHash });
const isHead = exactly({ log: isId, root: isHash, size: isNumber });
const isWitness = exactly({ key: isHash, name: matching("[!-*,-~]{1,255}") });
const TRUST = {
  threshold: isNumber,
  trustees: noneTwice("id", listOf(isKey, 0, 64)),
  witnesses: noneTwice("name", listOf(isWitness, 0, 64)),
};
const KINDS = {
  genesis: {
    archive: isId,
    header: isHash,
    key: isHash,
    members: noneTwice("id", listOf(isKey, 1, 64)),
    previous: orNull(isHead),
    ...TRUST,
  },
  said: {},
  header: { change: oneOf("rewrap", "epoch", "rekey"), header: isHash },
  member: { id: isId, key: isHash },
  revoked: { from: isNumber, log: isId, member: orNull(isId) },
  received: { log: isId, root: isHash, size: isNumber },
  trust: TRUST,
};
const ENTRY = ["body", "compartment", "digests", "format", "kind", "lamport", "log", "origin", "position", "suite", "vocabulary"];
const anything = () => true;
const hasEntryParts = exactly(Object.fromEntries(ENTRY.map((name) => [name, anything])));

function readEntry(written) {
  const bytes = utf8(written);
  need(bytes.length <= LARGEST_ENTRY, "entry_too_large");
  const entry = readJson(bytes, LARGEST_ENTRY);
  need(hasEntryParts(entry), "parts");
  need(entry.format === 1 && entry.suite === 1, "entry_format");
  need(listOf(isHash, 0, Infinity)(entry.digests), "entry_digest");
  need(isId(entry.log) && isId(entry.origin), "entry_log");
  need(isNumber(entry.position) && isNumber(entry.lamport), "entry_position");
  need(oneOf("cases", "identity")(entry.compartment), "entry_compartment");
  need(isHash(entry.vocabulary), "entry_vocabulary");
  need([8, 16, 32, 64, 128, 256, 512].includes(entry.digests.length), "entry_digests");
  need(entry.digests.every((digest, i) => i === 0 || entry.digests[i - 1] < digest), "entry_order");
  need((entry.kind === "genesis") === (entry.position === 0), "entry_genesis");
  need(isText(entry.kind) && Object.hasOwn(KINDS, entry.kind), "entry_kind");
  need(exactly(KINDS[entry.kind])(entry.body), "entry_body");
  need(!("threshold" in entry.body) || entry.body.threshold <= entry.body.trustees.length, "entry_body");
  return entry;
}
