import { InferenceError, inference } from "@pastiche/client";

export interface ClientCheck {
  name: "client";
  /** Null: not configured. It need not be on the machine of a server, and breaks nothing there. */
  ok: boolean | null;
  detail: string;
  /** Empty where nothing is to be done. */
  mend: string;
}

const TIMEOUT_MS = 3000;
const APP = "reve/remix";

/**
 * Whether `pastiche run` would get through from here: a key is set, a server answers, it takes the key. It never throws.
 * @param environment Of which INFERENCE_API_KEY and INFERENCE_BASE_URL count.
 */
export async function checkClient(environment: NodeJS.ProcessEnv, timeoutMs = TIMEOUT_MS): Promise<ClientCheck> {
  const apiKey = environment.INFERENCE_API_KEY?.trim();
  if (!apiKey) {
    const mend = 'For "pastiche run", set it to a key of the server: "pastiche keys create" makes one there';
    return { name: "client", ok: null, detail: "INFERENCE_API_KEY is not set", mend };
  }
  try {
    const baseUrl = environment.INFERENCE_BASE_URL || undefined;
    const client = inference({ apiKey, baseUrl, timeoutMs, retries: { maxRetries: 0 } });
    return (await checkServer(client.baseUrl, timeoutMs)) ?? (await checkKey(client));
  } catch (error) {
    return broken(messageOf(error), "Correct INFERENCE_API_KEY or INFERENCE_BASE_URL");
  }
}

/** Null: it is ready. */
async function checkServer(baseUrl: string, timeoutMs: number): Promise<ClientCheck | null> {
  const elsewhere = "or set INFERENCE_BASE_URL to where it listens";
  try {
    const { status, ok } = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(timeoutMs) });
    if (ok) return null;
    if (status === 503) return broken(`the server at ${baseUrl} is not ready`, '"pastiche doctor" beside it says why');
    return broken(`what answers at ${baseUrl} is no Pastiche server (${status})`, `Stop it, ${elsewhere}`);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return broken(
      `nothing answers at ${baseUrl}: ${messageOf(cause)}`,
      `Start it there with "pastiche serve", ${elsewhere}`,
    );
  }
}

async function checkKey(client: ReturnType<typeof inference>): Promise<ClientCheck> {
  try {
    await client.apps.get(APP);
    return { name: "client", ok: true, detail: `${client.baseUrl} is ready, and takes INFERENCE_API_KEY`, mend: "" };
  } catch (error) {
    if (!(error instanceof InferenceError && error.status === 401)) throw error;
    const mend =
      'Set it to a working key: "pastiche keys list" on the server shows how each begins, "keys create" makes one';
    return broken(`${client.baseUrl} refuses INFERENCE_API_KEY`, mend);
  }
}

function broken(detail: string, mend: string): ClientCheck {
  return { name: "client", ok: false, detail, mend };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
