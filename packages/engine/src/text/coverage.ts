import { brotliDecompressSync } from "node:zlib";

/** Which code points a WOFF2 file has glyphs for: its `cmap` table, formats 4 and 12 (W3C WOFF 2.0; OpenType 1.9). */
export function codePointsOf(woff2: Uint8Array): Set<number> {
  const view = viewOf(woff2);
  const tables = view.getUint16(12);
  const compressedSize = view.getUint32(20);
  let at = 48;
  let offset = 0;
  let cmap: { offset: number; length: number } | null = null;
  for (let t = 0; t < tables; t++) {
    const flags = woff2[at++];
    const tag = flags & 63;
    const custom = tag === 63;
    const isCmap = custom ? view.getUint32(at) === CMAP_TAG : tag === 0;
    if (custom) at += 4;
    const original = readBase128(woff2, at);
    at = original.next;
    let length = original.value;
    // glyf (10) and loca (11) are transformed unless the version is 3, every other table unless it is 0.
    const version = flags >> 6;
    if (tag === 10 || tag === 11 ? version !== 3 : version !== 0) {
      const transformed = readBase128(woff2, at);
      at = transformed.next;
      length = transformed.value;
    }
    if (isCmap) cmap = { offset, length };
    offset += length;
  }
  if (!cmap) return new Set();
  const font = brotliDecompressSync(woff2.subarray(at, at + compressedSize));
  return readCmap(viewOf(font.subarray(cmap.offset, cmap.offset + cmap.length)));
}

const CMAP_TAG = 0x636d6170;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readBase128(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let next = at;
  for (;;) {
    const byte = bytes[next++];
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, next };
  }
}

function readCmap(cmap: DataView): Set<number> {
  const out = new Set<number>();
  const records = cmap.getUint16(2);
  for (let r = 0; r < records; r++) {
    const start = cmap.getUint32(4 + 8 * r + 4);
    const format = cmap.getUint16(start);
    if (format === 4) readSegments(cmap, start, out);
    if (format === 12) readGroups(cmap, start, out);
  }
  return out;
}

function readSegments(cmap: DataView, start: number, out: Set<number>): void {
  const twice = cmap.getUint16(start + 6);
  for (let s = 0; s < twice; s += 2) {
    const last = cmap.getUint16(start + 14 + s);
    const first = cmap.getUint16(start + 16 + twice + s);
    const delta = cmap.getUint16(start + 16 + 2 * twice + s);
    const rangeAt = start + 16 + 3 * twice + s;
    const range = cmap.getUint16(rangeAt);
    for (let code = first; code <= last && code < 0xffff; code++) {
      const glyph = range === 0 ? (code + delta) & 0xffff : cmap.getUint16(rangeAt + range + 2 * (code - first));
      if (glyph !== 0) out.add(code);
    }
  }
}

function readGroups(cmap: DataView, start: number, out: Set<number>): void {
  const groups = cmap.getUint32(start + 12);
  for (let g = 0; g < groups; g++) {
    const at = start + 16 + 12 * g;
    const first = cmap.getUint32(at);
    const last = cmap.getUint32(at + 4);
    const glyph = cmap.getUint32(at + 8);
    for (let code = first; code <= last; code++) if (glyph + code - first !== 0) out.add(code);
  }
}
