import { readFile } from "node:fs/promises";
import type { PlanOverrides } from "@pastiche/contract";
import { UsageError } from "./failure.ts";

/**
 * What a person changed of a plan, from a JSON file; null where there is none.
 * @throws {UsageError} for a file that cannot be read, is no JSON, or says what no plan can be.
 */
export async function readOverrides(file: string | undefined): Promise<PlanOverrides | null> {
  if (file === undefined) return null;
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UsageError(`Cannot read ${file}`, { cause });
  });
  const { PlanOverrides } = await import("@pastiche/contract");
  const { data, error } = PlanOverrides.safeParse(parseJson(text, file));
  if (error) {
    const [{ path, message }] = error.issues;
    throw new UsageError(`${file} is no plan: ${path.length === 0 ? "" : `${path.join(".")}: `}${message}`);
  }
  return data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file} is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
