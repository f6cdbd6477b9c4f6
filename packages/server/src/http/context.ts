import type { Metrics } from "../metrics.ts";
import type { Rates } from "../tasks/rates.ts";
import type { SubmitContext } from "../tasks/submit.ts";
import type { Worker } from "../tasks/worker.ts";

/** What the routes need. */
export interface HttpContext extends SubmitContext {
  worker: Worker;
  rates: Rates;
  metrics: Metrics;
  publicUrl: string | null;
  /** Aborted once the server closes: held requests are answered, streams end. */
  closing: AbortSignal;
}
