import type { Token } from "../tokens/token.ts";
import { DETERMINERS } from "./words.ts";

export interface Match<T> {
  /** How many tokens it takes. */
  length: number;
  value: T;
}

interface Part {
  words: Set<string>;
  optional: boolean;
}

/**
 * Finds the longest phrase of a table that starts at a token. In a phrase `a|b` is either word, `word?` may be left
 * out, and `~` is an article or possessive that may be left out.
 */
export function phraseTable<T>(
  entries: readonly (readonly [string, T])[],
): (tokens: readonly Token[], at: number) => Match<T> | null {
  const byFirst = new Map<string, { parts: Part[]; value: T }[]>();
  for (const [phrase, value] of entries) {
    const parts = phrase.split(" ").map(part);
    for (const from of parts[0].optional ? [parts, parts.slice(1)] : [parts]) {
      for (const first of from[0].words) {
        const list = byFirst.get(first) ?? [];
        list.push({ parts: from, value });
        byFirst.set(first, list);
      }
    }
  }
  return (tokens, at) => {
    let best: Match<T> | null = null;
    for (const { parts, value } of byFirst.get(tokens[at]?.word ?? "") ?? []) {
      const length = matchLength(tokens, at, parts);
      if (length > (best?.length ?? 0)) best = { length, value };
    }
    return best;
  };
}

function part(text: string): Part {
  if (text === "~") return { words: DETERMINERS, optional: true };
  const optional = text.endsWith("?");
  return { words: new Set((optional ? text.slice(0, -1) : text).split("|")), optional };
}

/** How many tokens the parts from `from` on take, or -1 where they do not fit. An optional part steps back where the next needs its word. */
function matchLength(tokens: readonly Token[], at: number, parts: Part[], from = 0): number {
  if (from === parts.length) return 0;
  const { words, optional } = parts[from];
  if (words.has(tokens[at]?.word ?? "")) {
    const rest = matchLength(tokens, at + 1, parts, from + 1);
    if (rest >= 0) return rest + 1;
  }
  return optional ? matchLength(tokens, at, parts, from + 1) : -1;
}
