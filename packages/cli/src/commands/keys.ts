import { existsSync } from "node:fs";
import { type KeyOptions, type KeySummary, openKeys } from "@pastiche/server/keys";
import { Failure, UsageError } from "../failure.ts";

interface DataDirFlags {
  dataDir: string;
}

/** `pastiche keys create`: the secret alone on the standard output, for scripts. */
export async function createKeyCommand(
  name: string,
  { dataDir, ...options }: DataDirFlags & KeyOptions,
): Promise<void> {
  await using keys = await open(dataDir);
  const { id, secret } = await keys.create(name, options);
  console.error(`Made ${id} (${name}). The key is shown this once:`);
  console.log(secret);
}

/** `pastiche keys list` */
export async function listKeysCommand({ dataDir, json }: DataDirFlags & { json?: boolean }): Promise<void> {
  checkExists(dataDir);
  await using keys = await open(dataDir);
  const all = await keys.list();
  if (json) return console.log(JSON.stringify(all));
  if (all.length === 0) return console.error('There is no key yet: "pastiche keys create" makes one');
  for (const key of all) {
    const { id, prefix, name, createdAt, lastUsedAt } = key;
    const used = lastUsedAt === null ? "never used" : `last used ${day(lastUsedAt)}`;
    console.log([`${id}  ${prefix}…  ${name}  made ${day(createdAt)}  ${used}`, ...standing(key)].join("  "));
  }
}

function standing({ admin, rate, concurrency, budget, spent }: KeySummary): string[] {
  return [
    ...(admin ? ["admin"] : []),
    ...(rate === null ? [] : [`${rate} a minute`]),
    ...(concurrency === null ? [] : [`${concurrency} at once`]),
    budget === null ? `${spent} credits spent` : `${spent} of ${budget} credits spent`,
  ];
}

/** `pastiche keys revoke` */
export async function revokeKeyCommand(id: string, { dataDir }: DataDirFlags): Promise<void> {
  checkExists(dataDir);
  await using keys = await open(dataDir);
  if (!(await keys.revoke(id))) throw new Failure(`No working key has the id "${id}": "pastiche keys list" shows them`);
  console.log(`Revoked ${id}`);
}

/** Looking for keys makes no data directory: it was probably meant to be another. */
function checkExists(dataDir: string): void {
  if (!existsSync(dataDir)) throw new UsageError(`There is no data directory ${dataDir}: see --data-dir`);
}

async function open(dataDir: string) {
  const keys = await openKeys(dataDir).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(`Cannot open the keys in ${dataDir}: ${reason}`, { cause });
  });
  return { ...keys, [Symbol.asyncDispose]: () => keys.close() };
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
