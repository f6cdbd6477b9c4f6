import type { Role } from "@pastiche/contract";
import { BACKGROUND_NOUNS, PALETTE_NOUNS, PATTERN_NOUNS, STYLE_NOUNS } from "../vocabulary/words.ts";

/** What of a reference is meant: all or something in it (`content`), or only a side of it. */
export type Facet = "content" | "background" | Extract<Role, "style" | "palette" | "pattern">;

export function facetOf(noun: string): Facet {
  if (STYLE_NOUNS.has(noun)) return "style";
  if (PALETTE_NOUNS.has(noun)) return "palette";
  if (PATTERN_NOUNS.has(noun)) return "pattern";
  if (BACKGROUND_NOUNS.has(noun)) return "background";
  return "content";
}
