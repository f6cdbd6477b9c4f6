/** The newest glimpse of each task that runs in this process: a hint for who looks on, and never kept. */
export interface Previews {
  /** `number` counts from 1, so that nobody is shown the same twice. */
  latest(taskId: string): { number: number; image: Uint8Array } | null;
  show(taskId: string, image: Uint8Array): void;
  drop(taskId: string): void;
}

export function createPreviews(): Previews {
  const shown = new Map<string, { number: number; image: Uint8Array }>();
  return {
    latest: (taskId) => shown.get(taskId) ?? null,
    show: (taskId, image) => shown.set(taskId, { number: (shown.get(taskId)?.number ?? 0) + 1, image }),
    drop: (taskId) => shown.delete(taskId),
  };
}
