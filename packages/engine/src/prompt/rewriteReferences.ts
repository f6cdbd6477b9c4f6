import { nameReferences } from "./tokens/references.ts";
import { tokenise } from "./tokens/tokenise.ts";

/** A place of a prompt, from `start` up to `end`, that names one reference or several by their indices. */
export interface Mention {
  start: number;
  end: number;
  references: readonly number[];
}

/**
 * Where a prompt names references ("0", "'0'", "[0]", "image 0", "the first photo"), from left to right. Numbers that
 * are no references, and quoted words, are none.
 * @throws RemixError validation_failed when a tag names a picture that was not given.
 */
export function findMentions(prompt: string, references: number): Mention[] {
  return nameReferences(tokenise(prompt, references), references).filter((token) => token.kind === "reference");
}

/**
 * The prompt with every reference written anew, for a model that knows another way to name them: "the bear from 0" may
 * become "the bear from <img>0</img>". Numbers that are no references, and quoted words, stay as they are.
 * @param write gives the new name of the reference at an index from 0.
 * @throws RemixError validation_failed when a tag names a picture that was not given.
 */
export function rewriteReferences(prompt: string, references: number, write: (index: number) => string): string {
  let rewritten = "";
  let at = 0;
  for (const mention of findMentions(prompt, references)) {
    rewritten += prompt.slice(at, mention.start) + mention.references.map(write).join(" and ");
    at = mention.end;
  }
  return rewritten + prompt.slice(at);
}
