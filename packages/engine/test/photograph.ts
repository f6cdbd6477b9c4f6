import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** One of the example photographs. */
export const photograph = (name: string) => readFile(resolve(import.meta.dirname, `../../../examples/${name}.jpg`));
