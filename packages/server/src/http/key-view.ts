import { shortId } from "../ids.ts";
import type { KeyRow } from "../store/keys.ts";
import { rfc3339 } from "../tasks/present.ts";

/** The SDK's scopes: everything, or everything but keys. */
const SCOPES = { all: ["*"], work: ["apps", "files"] };

/** The SDK's `ApiKeyDTO` with our limits; `key` is the secret at its making, and its first characters ever after. */
export function viewKey(row: KeyRow, key = `${row.prefix}…`) {
  return {
    id: row.id,
    short_id: shortId(row.id),
    user_id: "",
    team_id: "",
    visibility: "private",
    name: row.name,
    key,
    scopes: row.admin ? SCOPES.all : SCOPES.work,
    admin: row.admin,
    rate: row.rate,
    concurrency: row.concurrency,
    budget: row.budget,
    credits_spent: row.spent,
    credits_reserved: row.reserved,
    last_used_at: rfc3339(row.last_used_at ?? row.created_at),
    expires_at: row.expires_at === null ? null : rfc3339(row.expires_at),
    created_at: rfc3339(row.created_at),
    updated_at: rfc3339(row.created_at),
  };
}
