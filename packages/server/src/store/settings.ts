import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Db, first } from "./db.ts";

const Setting = z.object({ value: z.string() });

/** The secret that signs file uris and upload urls: made once, kept with the data that it guards. */
export async function signingSecret(db: Db): Promise<string> {
  await db.run("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", [
    "signing_secret",
    randomBytes(32).toString("base64url"),
  ]);
  const row = await first(db.all(Setting, "SELECT value FROM settings WHERE name = $1", ["signing_secret"]));
  return Setting.parse(row).value;
}
