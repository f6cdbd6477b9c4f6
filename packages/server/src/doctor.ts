import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { type Config, readConfig, type ServerOptions } from "./config.ts";
import { databasePath, isDamage, mendOf } from "./data-dir.ts";
import { tryCompose } from "./engines/compose.ts";
import { openSqlite } from "./store/sqlite.ts";

export interface Check {
  name: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** How to mend it; empty where nothing is wrong. */
  mend: string;
}

const MIN_FREE_BYTES = 1024 ** 3;

/** Looks at everything that a server with these options needs, and changes nothing. It never throws. */
export async function diagnose(options: ServerOptions = {}, environment?: NodeJS.ProcessEnv): Promise<Check[]> {
  let config: Config;
  try {
    config = readConfig(options, environment);
  } catch (error) {
    return [bad("configuration", reasonOf(error), "Correct the settings that are named")];
  }
  return [
    await check("API key", () => checkApiKey(config)),
    ...configurationChecks(config),
    await check("data directory", () => checkFolder(config.dataDir)),
    await check("database", () => checkDatabase(config.dataDir)),
    await check("workers", () => checkWorkers(config)),
  ];
}

async function check(name: string, look: () => Promise<Omit<Check, "name">>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    return bad(name, reasonOf(error), "Look at what the error says");
  }
}

async function checkApiKey({ apiKey, dataDir }: Config): Promise<Omit<Check, "name">> {
  const detail = (await exists(databasePath(dataDir)))
    ? "kept in the database (pastiche keys list)"
    : "one will be made and shown at the first start";
  return { ok: true, detail: apiKey === null ? detail : "given by PASTICHE_API_KEY", mend: "" };
}

function configurationChecks({ publicUrl, allowHosts, maxQueue, retentionMs, host, reve }: Config): Check[] {
  const reachable = host !== "127.0.0.1" && host !== "localhost" && host !== "::1";
  return [
    reachable && publicUrl === null
      ? bad(
          "public URL",
          `other machines may reach ${host}, and file uris name whatever host a request names`,
          "Set PASTICHE_PUBLIC_URL to the URL by which callers reach the server",
        )
      : good("public URL", publicUrl ?? "the host that each request names"),
    good("private hosts that may be fetched and called", allowHosts.join(", ") || "none"),
    good(
      "engines",
      reve.apiKey === null
        ? "compose; Reve's own model needs REVE_API_KEY"
        : `Reve's own model at ${reve.baseUrl} as latest, and compose as compose@1`,
    ),
    good("queue", `at most ${maxQueue} waiting tasks`),
    good(
      "retention",
      retentionMs === null ? "everything is kept" : `${retentionMs / 3_600_000} hours after a task's end`,
    ),
  ];
}

async function checkFolder(dataDir: string): Promise<Omit<Check, "name">> {
  const folder = await nearestFolder(dataDir);
  try {
    await access(folder, constants.R_OK | constants.W_OK);
  } catch {
    return {
      ok: false,
      detail: `${folder} cannot be written`,
      mend: "Give this user the folder, or take another with --data-dir",
    };
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${dataDir}${folder === dataDir ? "" : " (will be made)"}, ${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free < MIN_FREE_BYTES
    ? { ok: false, detail, mend: "Free at least 1 GiB, or take another disk with --data-dir" }
    : { ok: true, detail, mend: "" };
}

// The directory itself, or the parent in which it will be made.
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return path;
  if (found !== null) throw new Error(`${path} is not a folder`);
  return nearestFolder(dirname(path));
}

async function checkDatabase(dataDir: string): Promise<Omit<Check, "name">> {
  const path = databasePath(dataDir);
  if (!(await exists(path))) return { ok: true, detail: `${path} will be made at the first start`, mend: "" };
  const found = await quickCheck(path).catch((error: unknown) => {
    if (!isDamage(error)) throw error;
    return error.message;
  });
  return { ok: found === "ok", detail: `${path}: ${found}`, mend: found === "ok" ? "" : mendOf(path) };
}

async function quickCheck(path: string): Promise<string> {
  const db = openSqlite(path);
  try {
    const rows = await db.all(z.object({ quick_check: z.string() }), "PRAGMA quick_check(1)");
    return rows[0].quick_check;
  } finally {
    await db.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function checkWorkers({ workers }: Config): Promise<Omit<Check, "name">> {
  const cores = availableParallelism();
  try {
    await tryCompose();
  } catch (error) {
    return { ok: false, detail: `the engine cannot be loaded: ${reasonOf(error)}`, mend: "Install again: npm ci" };
  }
  const detail = `${workers} of compose on ${cores} cores`;
  return workers > cores
    ? { ok: false, detail, mend: `Take at most ${cores} with --workers: more only wait for each other` }
    : { ok: true, detail, mend: "" };
}

function good(name: string, detail: string): Check {
  return { name, ok: true, detail, mend: "" };
}

function bad(name: string, detail: string, mend: string): Check {
  return { name, ok: false, detail, mend };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
