// SPDX-License-Identifier: Apache-2.0
// [log, tree] RFC 6962, 2.1; sizes are BigInt, since a checkpoint may have 16 digits

const leafHash = (bytes) => sha256(joined(Uint8Array.of(0), bytes));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// The largest power of two that is smaller than a number of leaves.
function leftLeaves(leaves) {
  let left = 1n;
  while (left * 2n < leaves) left *= 2n;
  return left;
}

// The root to which a path leads from a leaf, undoing PATH from the root down; null where it cannot be one.
async function rootFromLeaf(leaf, index, size, path) {
  if (index >= size) return null;
  const sides = [];
  let [place, leaves] = [index, size];
  while (leaves > 1n) {
    const left = leftLeaves(leaves);
    const isLeft = place < left;
    sides.push(isLeft);
    [place, leaves] = isLeft ? [place, left] : [place - left, leaves - left];
  }
  if (sides.length !== path.length) return null;
  let node = leaf;
  for (const sibling of path) {
    node = await (sides.pop() ? nodeHash(node, sibling) : nodeHash(sibling, node));
  }
  return node;
}

// The old and the new root to which a consistency proof leads, undoing SUBPROOF; null where it cannot be one.
async function rootsFromOld(old, size, path, oldRoot) {
  if (old < 1n || old > size) return null;
  const sides = [];
  let [place, leaves, whole] = [old, size, true];
  while (place !== leaves) {
    const left = leftLeaves(leaves);
    const isLeft = place <= left;
    sides.push(isLeft);
    [place, leaves, whole] = isLeft ? [place, left, whole] : [place - left, leaves - left, false];
  }
  const rest = path.slice();
  let before = whole ? oldRoot : rest.shift();
  if (sides.length !== rest.length || before === undefined) return null;
  let after = before;
  for (const sibling of rest) {
    if (sides.pop()) {
      after = await nodeHash(after, sibling);
    } else {
      before = await nodeHash(sibling, before);
      after = await nodeHash(sibling, after);
    }
  }
  return { before, after };
}
