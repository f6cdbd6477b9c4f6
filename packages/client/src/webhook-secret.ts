import { InferenceError, isRecord } from "./error.ts";
import type { Transport } from "./transport.ts";

/** What signs the webhooks of the client's key; see {@link verifyWebhook}. */
export interface WebhookSecret {
  /** `whsec_…` */
  secret: string;
  /** Until then the secret before signs as well; null where it does not. */
  previous_secret_signs_until: string | null;
}

export interface WebhookSecrets {
  get(options?: { signal?: AbortSignal }): Promise<WebhookSecret>;
  /** Makes a new secret; for a day the one before signs beside it. Not tried again, lest it be made twice. */
  rotate(options?: { signal?: AbortSignal }): Promise<WebhookSecret>;
}

export function createWebhookSecrets(transport: Transport): WebhookSecrets {
  return {
    async get(options) {
      return secretOf(await transport.json({ method: "GET", url: "/webhooks/secret", ...options }));
    },
    async rotate(options) {
      const url = "/webhooks/secret/rotate";
      return secretOf(await transport.json({ method: "POST", url, json: {}, retry: false, ...options }));
    },
  };
}

function secretOf(value: unknown): WebhookSecret {
  if (isSecret(value)) return value;
  throw new InferenceError("invalid_response", "Expected a webhook secret, received something else");
}

function isSecret(value: unknown): value is WebhookSecret {
  return isRecord(value) && typeof value.secret === "string";
}
