import type { Thumbnails } from "../files/thumbnails.ts";
import type { Metrics } from "../metrics.ts";
import type { Rates } from "../tasks/rates.ts";
import type { SubmitContext } from "../tasks/submit.ts";
import type { Worker } from "../tasks/worker.ts";

/** What the routes need. */
export interface HttpContext extends SubmitContext {
  worker: Worker;
  rates: Rates;
  metrics: Metrics;
  thumbnails: Thumbnails;
  publicUrl: string | null;
  /** Aborted as soon as the server is to close: what runs is finished, and nothing new begun. */
  draining: AbortSignal;
  /** Aborted after that: held requests are answered as their task stands, and streams are cut. */
  closing: AbortSignal;
}
