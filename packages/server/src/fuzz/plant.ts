import { z } from "zod";
import { PNG, PNG_DATA_URI } from "../testing/pictures.ts";
import type { FuzzRequest } from "./request.ts";

/** What is the victim's alone: no generator makes it, and no answer to anyone else may hold it. */
export const CANARY = "canaryQ7vX2m";
const IDEMPOTENCY_KEY = "the-victims-own";

const Key = z.object({ id: z.string(), key: z.string() });
const Task = z.object({ id: z.string(), session_id: z.string(), status_text: z.string(), output: z.unknown() });
const File = z.object({ id: z.string(), uri: z.string(), filename: z.string() });
const Announced = z.array(z.object({ id: z.string(), upload_url: z.string() }));

/** What a caller has: ids, and what opens them. */
type Belongings = Record<string, string>;

export interface Plant {
  /** A request with real ids in the places of `<who.what>`. */
  real(request: FuzzRequest): FuzzRequest;
  /** The same for a text. */
  fill(text: string): string;
  /** What must not be seen by anyone but the victim. */
  secrets: string[];
  victim: Belongings;
}

/** Makes a victim with things to steal, an attacker with things of its own, and an admin. */
export async function plant(url: string, adminSecret: string, trapPort: number): Promise<Plant> {
  const [victimKey, attackerKey, spareKey] = [
    await make(Key, "/apikeys", adminSecret, { name: `${CANARY} key` }),
    await make(Key, "/apikeys", adminSecret, { name: "attacker" }),
    await make(Key, "/apikeys", adminSecret, { name: "spare" }),
  ];
  const victim = await belongingsOf(victimKey, CANARY);
  const attacker = await belongingsOf(attackerKey, "mine");
  const planted: Record<string, Belongings> = {
    victim: { ...victim, idempotency: IDEMPOTENCY_KEY, secret: "inf_not_the_victims" },
    attacker,
    // What the attacker may delete, so that the rest of its things stays to be asked for.
    doomed: { ...attacker, ...(await belongingsOf(attackerKey, "doomed")), key: "key_x" },
    spare: { key: spareKey.id },
    admin: { secret: adminSecret },
    trap: { port: String(trapPort) },
  };
  const fill = (text: string) => text.replace(/<(\w+)\.(\w+)>/g, (whole, who, what) => planted[who]?.[what] ?? whole);
  const secrets = [CANARY, victimKey.key, victim.token];
  return { real, fill, secrets, victim };

  function real(request: FuzzRequest): FuzzRequest {
    const { path, headers, body } = request;
    const filled = Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === "string" ? fill(value) : value.map(fill),
    ]);
    return {
      ...request,
      path: fill(path),
      headers: Object.fromEntries(filled),
      body: typeof body === "string" ? fill(body) : body,
    };
  }

  async function belongingsOf({ id, key: secret }: z.infer<typeof Key>, mark: string): Promise<Belongings> {
    const task = await make(
      Task,
      "/apps/run",
      secret,
      {
        app: "reve/remix",
        input: { images: [PNG_DATA_URI], prompt: `${mark} prompt` },
        metadata: { mark },
        webhook: `http://${mark.toLowerCase()}.invalid/`,
        session: "new",
        wait: true,
      },
      { "idempotency-key": mark === CANARY ? IDEMPOTENCY_KEY : mark },
    );
    const form = new FormData();
    form.set("file", new globalThis.File([PNG], `${mark}.png`));
    form.set("category", mark);
    const answer = await fetch(`${url}/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "x-api-version": "2" },
      body: form,
    });
    const file = File.parse(await answer.json());
    const [announced] = await make(Announced, "/files", secret, { files: [{ filename: `${mark}.png` }] });
    const [delivery] = await make(z.array(z.object({ id: z.string() })), `/tasks/${task.id}/deliveries`, secret);
    return {
      key: id,
      secret,
      task: task.id,
      session: task.session_id,
      file: file.id,
      uri: file.uri,
      token: file.uri.split("/").at(-1) ?? "",
      announced: announced.id,
      upload: announced.upload_url.slice(announced.upload_url.indexOf("?")),
      delivery: delivery.id,
      mcp: await beginMcp(secret),
    };
  }

  async function beginMcp(secret: string): Promise<string> {
    const answer = await fetch(`${url}/mcp`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${secret}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "fuzz", version: "1" } },
      }),
    });
    await answer.text();
    return answer.headers.get("mcp-session-id") ?? "";
  }

  async function make<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    secret: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<z.infer<Schema>> {
    const answer = await fetch(url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${secret}`,
        "x-api-version": "2",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return schema.parse(await answer.json());
  }
}
