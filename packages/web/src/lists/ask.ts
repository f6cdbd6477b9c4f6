import { type Inference, inference } from "@pastiche/client";
import { computed } from "@preact/signals";
import { baseUrl, key } from "../session.ts";

/**
 * The client for what somebody looks at and can ask for again: a server that does not answer is told after two tries,
 * not after half a minute.
 */
export const ask = computed<Inference>(() =>
  inference({ baseUrl, apiKey: key.value, retries: { maxRetries: 1, minDelayMs: 300, maxDelayMs: 3_000 } }),
);
