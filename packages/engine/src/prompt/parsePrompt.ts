import { readClauses } from "./clauses/readClauses.ts";
import type { Intent } from "./intent.ts";
import { mendWishes } from "./marks/mendWishes.ts";
import { readMarks } from "./marks/readMarks.ts";
import { referToFiles } from "./marks/referToFiles.ts";
import { findThings } from "./marks/things.ts";
import { settle } from "./settle/settle.ts";
import { missingReferences } from "./tokens/missingReferences.ts";
import { nameReferences } from "./tokens/references.ts";
import type { Token } from "./tokens/token.ts";
import { tokenise } from "./tokens/tokenise.ts";

/**
 * Reads what a prompt asks for: which reference plays which part, where things go, what is written. Our own grammar:
 * no model, no randomness, no pixels. Any text gives an intent; what is not understood is left to saliency.
 *
 * @param prompt 1 to 2560 characters.
 * @param references how many pictures were given, 1 to 6; they are addressed as `0` … `5`.
 * @param names of their files, one for each, where these are known: what tells them apart in a prompt that names none.
 * @throws RemixError validation_failed when a tag such as `<img>4</img>` names a picture that was not given.
 */
export function parsePrompt(prompt: string, references: number, names: readonly (string | null)[] = []): Intent {
  const tokens = nameReferences(tokenise(prompt, references), references);
  const meant = referToFiles(tokens, names);
  const intent = readIntent(meant, prompt, references);
  // One picture that is named and one that then has nothing to do: the names told too little.
  const told = meant.filter(({ kind }) => kind === "reference").length;
  const isWhole = meant === tokens || told > 1 || intent.references.every(({ role }) => role !== "unused");
  return isWhole ? intent : readIntent(tokens, prompt, references);
}

function readIntent(tokens: Token[], prompt: string, references: number): Intent {
  const things = findThings(tokens, prompt, references);
  const marks = readMarks(mendWishes(tokens, things), things, prompt);
  const reading = readClauses(marks);
  reading.unsupported.push(...missingReferences(tokens, references));
  return settle(reading, references);
}
