/** How the errors of tasks are told that nobody who asked can mend, and how they are known again. */

export function breakdown(engine: string, reason: string): string {
  return `The engine ${engine} failed: ${reason}`;
}

export function givenUp(attempts: number, limit: number): string {
  return `Given up after ${attempts} attempts (the limit is ${limit}): each time its worker was lost while it ran`;
}

/** Whether a failed task's error is the server's fault, or an engine's, and not its caller's. */
export function isBreakdown(error: string): boolean {
  return /^(The engine \S+ failed: |Given up after \d)/.test(error);
}
