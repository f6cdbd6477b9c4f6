import type { Seen } from "@pastiche/engine";

/** What one session found in its pictures, by their hashes. */
type Found = Map<string, Seen>;

export interface Warm {
  /** What a session found until now. */
  of(session: string): Found;
  /** Keeps what it found, until it was idle for `idleMs` or the memory is needed. */
  keep(session: string, found: Found, idleMs: number): void;
  forget(session: string): void;
  close(): void;
}

/**
 * The cut-outs of sessions, in memory alone: losing them costs time and nothing else. Of one session the oldest go first,
 * and of all sessions the one that was idle longest.
 */
export function createWarm({ maxBytes }: { maxBytes: number }): Warm {
  // The one used last stands last.
  const sessions = new Map<string, { found: Found; bytes: number; timer: NodeJS.Timeout }>();

  return {
    of: (session) => sessions.get(session)?.found ?? new Map(),
    keep(session, found, idleMs) {
      forget(session);
      const kept = newest(found, maxBytes);
      const timer = setTimeout(() => forget(session), idleMs);
      timer.unref();
      sessions.set(session, { found: kept.found, bytes: kept.bytes, timer });
      for (const idle of sessions.keys()) {
        if (total() <= maxBytes) break;
        forget(idle);
      }
    },
    forget,
    close() {
      for (const session of [...sessions.keys()]) forget(session);
    },
  };

  function forget(session: string): void {
    clearTimeout(sessions.get(session)?.timer);
    sessions.delete(session);
  }

  function total(): number {
    return [...sessions.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

function newest(found: Found, maxBytes: number): { found: Found; bytes: number } {
  const kept: [string, Seen][] = [];
  let bytes = 0;
  for (const [name, seen] of [...found].reverse()) {
    if (bytes + sizeOf(seen) > maxBytes) break;
    bytes += sizeOf(seen);
    kept.unshift([name, seen]);
  }
  return { found: new Map(kept), bytes };
}

function sizeOf({ saliency, cutOut }: Seen): number {
  return (
    (saliency?.data.byteLength ?? 0) + (cutOut?.raster.data.byteLength ?? 0) + (cutOut?.saliency.data.byteLength ?? 0)
  );
}
