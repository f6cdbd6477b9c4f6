import { join } from "node:path";

/** Where things lie within the data directory. */
export function databasePath(dataDir: string): string {
  return join(dataDir, "pastiche.db");
}

export function filesPath(dataDir: string): string {
  return join(dataDir, "files");
}
