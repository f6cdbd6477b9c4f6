import type { Token } from "../tokens/token.ts";
import { readBareText } from "../vocabulary/texts.ts";
import type { Mark } from "./marks.ts";
import { readPhrase } from "./readPhrase.ts";
import { readWord } from "./readWord.ts";
import type { Thing } from "./things.ts";

/** Reads the whole prompt from left to right, the longest reading first. Between two things no phrase crosses a thing. */
export function readMarks(tokens: readonly Token[], things: readonly Thing[], prompt: string): Mark[] {
  const heads = new Map<string, Thing>();
  for (const thing of things) if (thing.head !== null && !heads.has(thing.head)) heads.set(thing.head, thing);
  const marks: Mark[] = [];
  let at = 0;
  for (const thing of things) {
    readSegment(tokens.slice(at, thing.from), { heads, isNamedNext: true }, prompt, marks);
    marks.push({ kind: "thing", thing });
    at = thing.to;
  }
  readSegment(tokens.slice(at), { heads, isNamedNext: false }, prompt, marks);
  return marks;
}

function readSegment(
  tokens: readonly Token[],
  around: { heads: ReadonlyMap<string, Thing>; isNamedNext: boolean },
  prompt: string,
  marks: Mark[],
): void {
  let at = 0;
  while (at < tokens.length) {
    const text = readBareText(tokens, at, prompt);
    const phrase = text ? null : readPhrase(tokens, at, around);
    if (text) marks.push({ kind: "text", ...text.value });
    else marks.push(phrase?.value ?? readWord(tokens, at, { ...around, previous: marks.at(-1) }));
    at += text?.length ?? phrase?.length ?? 1;
  }
}
