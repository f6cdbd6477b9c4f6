import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { codePointsOf } from "./coverage.ts";
import { type FontFace, type FontName, faceOf, fallbacksFor } from "./fonts.ts";

/** A font that can set a text, ready for the canvas. */
export interface Typesetting {
  font: FontName;
  weight: number;
  tracking: number;
  lineHeight: number;
  /** What can be set of the text. */
  content: string;
  /** Files to register, most wanted first; the family list of the canvas follows them. */
  files: { path: string; family: string }[];
  /** Characters that no font here has. */
  missing: string[];
}

/**
 * Finds the files that cover `content`: the wanted face if it has every letter, else the nearest that has (Montserrat,
 * then Noto Sans), then other scripts behind it. What nothing covers is left out and named, so that no box is ever drawn.
 */
export function findTypesetting(content: string, wanted: FontName): Typesetting {
  const needed = [...new Set(content)].filter((c) => !isInvisible(c));
  const choices: FontName[] = [wanted, "Montserrat", "Noto Sans"];
  const scored = choices.map((name) => {
    const files = subsetsFor(faceOf(name), needed);
    return { name, files, covered: needed.filter((c) => covers(files, c)).length };
  });
  const most = Math.max(...scored.map((s) => s.covered));
  const best = scored.find((s) => s.covered === most) ?? scored[0];
  const rest = needed.filter((c) => !covers(best.files, c));
  const behind: Subset[] = [];
  for (const face of rest.length > 0 ? fallbacksFor(content) : []) {
    // Each takes what those before it lack: a line is not mixed from three hands.
    behind.push(
      ...subsetsFor(
        face,
        rest.filter((c) => !covers(behind, c)),
      ),
    );
  }
  const files = [...best.files, ...behind].filter((file) => needed.some((c) => file.codePoints.has(codeOf(c))));
  const missing = needed.filter((c) => !covers(files, c));
  const face = faceOf(best.name);
  const tall = rest.length > missing.length ? 1.3 : 0;
  return {
    font: best.name,
    weight: face.weight,
    tracking: face.tracking,
    lineHeight: Math.max(face.lineHeight, tall),
    content: [...content].filter((c) => !missing.includes(c)).join(""),
    files: files.map(({ path, family }) => ({ path, family })),
    missing,
  };
}

interface Subset {
  path: string;
  family: string;
  codePoints: Set<number>;
}

const require = createRequire(import.meta.url);
const known = new Map<string, Subset>();

/** The files of a face that hold some of `characters`. Packages say which file holds which range; the file's own cmap decides. */
function subsetsFor(face: Omit<FontFace, "name" | "suits">, characters: string[]): Subset[] {
  const folder = dirname(require.resolve(`${face.package}/package.json`));
  const ranges: Record<string, string> = JSON.parse(readFileSync(join(folder, "unicode.json"), "utf8"));
  const present = new Set(readdirSync(join(folder, "files")));
  const out: Subset[] = [];
  for (const [key, range] of Object.entries(ranges)) {
    const subset = key.replace(/[[\]]/g, "");
    const file = `${face.file}-${subset}-${face.suffix}.woff2`;
    if (!present.has(file) || !characters.some((c) => inRange(codeOf(c), range))) continue;
    out.push(loadSubset(join(folder, "files", file), `pastiche ${face.file} ${subset}`));
  }
  // Latin first: shared punctuation and figures then come from one file.
  return out.sort((a, b) => Number(b.family.endsWith(" latin")) - Number(a.family.endsWith(" latin")));
}

function loadSubset(path: string, family: string): Subset {
  const held = known.get(path);
  if (held) return held;
  const subset = { path, family, codePoints: codePointsOf(readFileSync(path)) };
  known.set(path, subset);
  return subset;
}

/** Whether `U+0-FF,U+131,U+4??` holds a code point. */
function inRange(code: number, ranges: string): boolean {
  return ranges.split(",").some((part) => {
    const [first, last = first] = part.trim().replace(/^U\+/i, "").split("-");
    const low = Number.parseInt(first.replaceAll("?", "0"), 16);
    const high = Number.parseInt(last.replaceAll("?", "F"), 16);
    return code >= low && code <= high;
  });
}

function covers(files: Subset[], character: string): boolean {
  return files.some((file) => file.codePoints.has(codeOf(character)));
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Spaces, line breaks, joiners and variation selectors need no glyph. */
function isInvisible(character: string): boolean {
  const code = codeOf(character);
  return (
    /\s/u.test(character) || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || (code >= 0xfe00 && code <= 0xfe0f)
  );
}
