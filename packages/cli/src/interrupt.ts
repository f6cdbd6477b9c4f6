import { Interrupted } from "./failure.ts";

/** npx passes a Ctrl-C on that the terminal has sent us too: two at once are one. */
const ECHO_MS = 500;

/**
 * A signal that aborts at the first Ctrl-C or SIGTERM, with an {@link Interrupted} as its reason. A second one, from
 * somebody who will not wait, ends the process at once.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | undefined;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      const reason = new Interrupted(name);
      if (firstMs !== undefined && performance.now() - firstMs > ECHO_MS) process.exit(reason.exitCode);
      firstMs ??= performance.now();
      controller.abort(reason);
    });
  }
  return controller.signal;
}
