// SPDX-License-Identifier: Apache-2.0
// SHA-256 and Ed25519: the browser's own (WebCrypto) where it gives them to a file, else the code below, written from
// FIPS 180-4 and RFC 8032. Nothing here is secret, so how long a step takes does not matter.

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const OF_ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const OF_SMALL_ORDER = [0n, 1n, PRIME - 1n, OF_ORDER_8, PRIME - OF_ORDER_8];

const littleEndian = (bytes) => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
const encodedY = (point) => littleEndian(point) % 2n ** 255n;
const isSound = (point) => encodedY(point) < PRIME && !OF_SMALL_ORDER.includes(encodedY(point));

async function sha256(bytes) {
  if (await hasWebCrypto()) return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return sha2(256, bytes);
}

// Whether a signature holds by [log, checkpoint]: RFC 8032, 5.1.7, and no point that readers judge differently.
async function isSignature(key, signature, message) {
  if (signature.length !== 64 || !isSound(key) || !isSound(signature.slice(0, 32))) return false;
  if (littleEndian(signature.slice(32)) >= ORDER) return false;
  return (await hasWebCrypto()) ? subtleVerify(key, signature, message) : ed25519Verify(key, signature, message);
}

async function subtleVerify(key, signature, message) {
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, message);
  } catch {
    return false;
  }
}

// WebCrypto is used where it knows both; it is asked once, with the second test of RFC 8032, section 7.1.
let webCrypto = null;

function hasWebCrypto() {
  webCrypto = webCrypto || probeWebCrypto();
  return webCrypto;
}

async function probeWebCrypto() {
  const key = unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const signature = unhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
  if (!globalThis.crypto || !crypto.subtle) return false;
  return subtleVerify(key, signature, Uint8Array.of(0x72));
}

// FIPS 180-4: SHA-256 and SHA-512 differ in the length of words, the number of rounds and these rotations.
const SHA2 = {
  256: { bits: 32n, rounds: 64, small: [[7n, 18n, 3n], [17n, 19n, 10n]], large: [[2n, 13n, 22n], [6n, 11n, 25n]] },
  512: { bits: 64n, rounds: 80, small: [[1n, 8n, 7n], [19n, 61n, 6n]], large: [[28n, 34n, 39n], [14n, 18n, 41n]] },
};

// The first bits behind the point of the square or cube roots of the first primes (FIPS 180-4, 4.2 and 5.3).
function rootsOfPrimes(count, degree, bits) {
  const found = [];
  for (let prime = 2n; found.length < count; prime += 1n) {
    let divisor = 2n;
    while (prime % divisor) divisor += 1n;
    if (divisor === prime) found.push(wholeRoot(prime << (bits * degree), degree) % 2n ** bits);
  }
  return found;
}

function wholeRoot(value, degree) {
  let [low, high] = [0n, 2n ** 128n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    [low, high] = middle ** degree > value ? [low, middle] : [middle, high];
  }
  return low;
}

function sha2(size, bytes) {
  const { bits, rounds, small, large } = SHA2[size];
  SHA2[size].constants = SHA2[size].constants || [rootsOfPrimes(8, 2n, bits), rootsOfPrimes(rounds, 3n, bits)];
  const [start, constants] = SHA2[size].constants;
  const cut = (value) => BigInt.asUintN(Number(bits), value);
  const turn = (word, by) => (word >> by) | cut(word << (bits - by));
  const mixed = (word, [a, b, c]) => turn(word, a) ^ turn(word, b) ^ turn(word, c);
  const shifted = (word, [a, b, c]) => turn(word, a) ^ turn(word, b) ^ (word >> c);
  const [width, block] = [Number(bits) / 8, Number(bits) * 2];
  let state = start;
  for (const chunk of chunksOf(padded(bytes, block, width * 2), block)) {
    const words = chunksOf(chunk, width).map((word) => BigInt("0x" + hex(word)));
    for (let i = 16; i < rounds; i += 1) {
      words.push(cut(words[i - 16] + shifted(words[i - 15], small[0]) + words[i - 7] + shifted(words[i - 2], small[1])));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < rounds; i += 1) {
      const first = h + mixed(e, large[1]) + ((e & f) ^ (~e & g)) + constants[i] + words[i];
      const second = mixed(a, large[0]) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [cut(first + second), a, b, c, cut(d + first), e, f, g];
    }
    state = [a, b, c, d, e, f, g, h].map((word, i) => cut(word + state[i]));
  }
  return unhex(state.map((word) => word.toString(16).padStart(width * 2, "0")).join(""));
}

function padded(bytes, block, lengthWidth) {
  const zeros = (2 * block - 1 - lengthWidth - (bytes.length % block)) % block;
  const length = (BigInt(bytes.length) * 8n).toString(16).padStart(lengthWidth * 2, "0");
  return joined(bytes, Uint8Array.of(0x80), new Uint8Array(zeros), unhex(length));
}

const chunksOf = (bytes, size) =>
  Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

// RFC 8032, 5.1: points as x = X/Z, y = Y/Z, xy = T/Z; one formula adds and doubles.
const modulo = (value) => ((value % PRIME) + PRIME) % PRIME;

function power(value, exponent) {
  let result = 1n;
  for (let rest = exponent; rest; rest >>= 1n) {
    if (rest & 1n) result = (result * value) % PRIME;
    value = (value * value) % PRIME;
  }
  return result;
}

const inverse = (value) => power(value, PRIME - 2n);
const CURVE_D = modulo(-121665n * inverse(121666n));
const NEUTRAL = [0n, 1n, 1n, 0n];

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = (y1 - x1) * (y2 - x2);
  const b = (y1 + x1) * (y2 + x2);
  const c = ((2n * CURVE_D * t1) % PRIME) * t2;
  const d = 2n * z1 * z2;
  const [e, f, g, h] = [modulo(b - a), modulo(d - c), modulo(d + c), modulo(b + a)];
  return [(e * f) % PRIME, (g * h) % PRIME, (f * g) % PRIME, (e * h) % PRIME];
}

// The point whose y is encoded with the lowest bit of x on top; null where there is none (RFC 8032, 5.1.3).
function decoded(encoded) {
  const y = encodedY(encoded);
  const odd = BigInt(encoded[31] >> 7);
  const [u, v] = [modulo(y * y - 1n), modulo(CURVE_D * y * y + 1n)];
  const square = (u * inverse(v)) % PRIME;
  let x = power(square, (PRIME + 3n) / 8n);
  if ((x * x) % PRIME !== square) x = (x * power(2n, (PRIME - 1n) / 4n)) % PRIME;
  if ((x * x) % PRIME !== square || (x === 0n && odd)) return null;
  if ((x & 1n) !== odd) x = PRIME - x;
  return [x, y, 1n, (x * y) % PRIME];
}

function encoded([x, y, z]) {
  const scale = inverse(z);
  const value = ((y * scale) % PRIME) | ((((x * scale) % PRIME) & 1n) << 255n);
  return unhex(value.toString(16).padStart(64, "0")).reverse();
}

const BASE = decoded(unhex("58" + "66".repeat(31)));

function ed25519Verify(key, signature, message) {
  const point = decoded(key);
  if (!point) return false;
  const commitment = signature.slice(0, 32);
  const number = littleEndian(signature.slice(32));
  const challenge = littleEndian(sha2(512, joined(commitment, key, message))) % ORDER;
  const minus = [PRIME - point[0], point[1], 1n, PRIME - point[3]];
  let sum = NEUTRAL;
  for (let bit = 252n; bit >= 0n; bit -= 1n) {
    sum = add(sum, sum);
    if ((number >> bit) & 1n) sum = add(sum, BASE);
    if ((challenge >> bit) & 1n) sum = add(sum, minus);
  }
  return same(encoded(sum), commitment);
}
