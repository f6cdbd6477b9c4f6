import { Interrupted } from "./failure.ts";

/**
 * A signal that aborts at the first Ctrl-C or SIGTERM, with an {@link Interrupted} as its reason. A second one ends the
 * process at once, as it would without us.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(new Interrupted(name)));
  }
  return controller.signal;
}
