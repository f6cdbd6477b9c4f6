/**
 * How many prompts are read right: npm run bench:prompts -- FILE
 *
 * Each line of FILE is {prompt, references, expect}; only what `expect` names is compared. Prints what was missed and, as
 * the last line, {"n", "right", "share"}.
 */
import { readFileSync } from "node:fs";
import { compareLine, readLines } from "../packages/engine/src/prompt/expectations.ts";

const file = process.argv[2] ?? new URL("../packages/engine/src/prompt/prompts.fixture.jsonl", import.meta.url);
const lines = readLines(readFileSync(file, "utf8"));
let right = 0;
for (const line of lines) {
  const misses = compareLine(line);
  if (misses.length === 0) right += 1;
  else console.log(`✗ ${line.prompt}\n${misses.map((miss) => `    ${miss}`).join("\n")}`);
}
console.log(
  JSON.stringify({ n: lines.length, right, share: lines.length === 0 ? 0 : Number((right / lines.length).toFixed(4)) }),
);
