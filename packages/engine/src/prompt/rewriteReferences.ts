import { nameReferences } from "./tokens/references.ts";
import { tokenise } from "./tokens/tokenise.ts";

/**
 * The prompt with every reference written anew, for a model that knows another way to name them: "the bear from 0" may
 * become "the bear from <img>0</img>". Numbers that are no references, and quoted words, stay as they are.
 * @param write gives the new name of the reference at an index from 0.
 * @throws RemixError validation_failed when a tag names a picture that was not given.
 */
export function rewriteReferences(prompt: string, references: number, write: (index: number) => string): string {
  let rewritten = "";
  let at = 0;
  for (const token of nameReferences(tokenise(prompt, references), references)) {
    if (token.kind !== "reference") continue;
    rewritten += prompt.slice(at, token.start) + token.references.map(write).join(" and ");
    at = token.end;
  }
  return rewritten + prompt.slice(at);
}
