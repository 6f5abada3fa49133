// SPDX-License-Identifier: Apache-2.0
// What a picture tells beside itself (place, device, hour, a smaller picture) is left out; the picture itself is
// copied byte for byte. Null where the kind of file is none of which that is known how to do.

function stripped(content) {
  if (content[0] === 0xff && content[1] === 0xd8) return strippedJpeg(content);
  if (hex(content.slice(0, 8)) === "89504e470d0a1a0a") return strippedPng(content);
  return null;
}

// Kept are the segments by which it is decoded: no APP but JFIF's (0) without its smaller picture and Adobe's (14), no
// comment, nothing after the end. Pictures that are turned by a note beside them lie on their side then.
function strippedJpeg(content) {
  const kept = [content.slice(0, 2)];
  let at = 2;
  while (at + 4 <= content.length && content[at] === 0xff) {
    const marker = content[at + 1];
    if (marker === 0xd9) return joined(...kept, content.slice(at, at + 2));
    let end = at + 2 + (content[at + 2] << 8) + content[at + 3];
    if (marker === 0xda) end = endOfScan(content, end);
    kept.push(drawing(marker, content.slice(at, end)));
    at = end;
  }
  return content[at] === 0xff && content[at + 1] === 0xd9 ? joined(...kept, content.slice(at, at + 2)) : null;
}

// What of a segment draws the picture. JFXX, under the same number as JFIF, is nothing but a smaller picture: that of a
// face which was covered later may still show it.
function drawing(marker, segment) {
  const name = String.fromCharCode(...segment.slice(4, 9));
  if (marker === 0xe0) return name === "JFIF\0" ? withoutSmaller(segment) : segment.slice(0, 0);
  if (marker === 0xee) return name === "Adobe" ? segment : segment.slice(0, 0);
  return (marker > 0xe0 && marker <= 0xef) || marker === 0xfe ? segment.slice(0, 0) : segment;
}

// After version, unit and density stand width and height of the smaller picture, and then it itself.
function withoutSmaller(segment) {
  return segment.length > 18 ? joined(new Uint8Array([0xff, 0xe0, 0, 16]), segment.slice(4, 16), new Uint8Array(2)) : segment;
}

// In coded picture data 0xff is followed by 0 or by a restart marker; anything else begins a segment.
function endOfScan(content, at) {
  while (at + 1 < content.length) {
    const next = content[at + 1];
    if (content[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at += 1;
  }
  return content.length;
}

// Kept are the chunks that draw the picture.
function strippedPng(content) {
  const draws = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "acTL", "fcTL", "fdAT"];
  const kept = [content.slice(0, 8)], view = new DataView(content.buffer, content.byteOffset);
  let at = 8;
  while (at + 12 <= content.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > content.length) return null;
    const name = String.fromCharCode(...content.slice(at + 4, at + 8));
    if (draws.includes(name)) kept.push(content.slice(at, end));
    if (name === "IEND") return joined(...kept);
    at = end;
  }
  return null;
}
