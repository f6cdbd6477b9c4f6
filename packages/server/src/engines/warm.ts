import type { Seen } from "@pastiche/engine";
import type { EngineSession } from "./engine.ts";

/** What was found in pictures, by their hashes. */
type Found = Map<string, Seen>;

export interface Warm {
  /** All that is known, the one used last standing last. */
  all(): Found;
  /** Keeps what a request used, until it was idle for so long or the memory is needed. */
  keep(used: Found, session: EngineSession | null): void;
  /** Drops what a session was the last to use. */
  forget(session: string): void;
  close(): void;
}

/**
 * Pictures that were decoded and cut out, in memory alone: losing them costs time and nothing else. They go by the
 * hash of their bytes, so that nobody gets to see a picture that he does not have; only that somebody had it too, by
 * the time that it takes.
 */
export function createWarm({ maxBytes, idleMs }: { maxBytes: number; idleMs: number }): Warm {
  const entries = new Map<string, { seen: Seen; bytes: number; session: string | null; timer: NodeJS.Timeout }>();

  return {
    all: () => new Map([...entries].map(([name, { seen }]) => [name, seen])),
    keep(used, session) {
      for (const [name, found] of used) {
        const seen = together(entries.get(name)?.seen, found);
        drop(name);
        const bytes = sizeOf(seen);
        // One without a size would never be in the way, and so never go.
        if (bytes === 0 || bytes > maxBytes) continue;
        const timer = setTimeout(() => drop(name), Math.max(idleMs, session?.idleMs ?? 0));
        timer.unref();
        entries.set(name, { seen, bytes, session: session?.id ?? null, timer });
      }
      for (const name of entries.keys()) {
        if (total() <= maxBytes) break;
        drop(name);
      }
    },
    forget(session) {
      for (const [name, entry] of entries) if (entry.session === session) drop(name);
    },
    close() {
      for (const name of [...entries.keys()]) drop(name);
    },
  };

  function drop(name: string): void {
    clearTimeout(entries.get(name)?.timer);
    entries.delete(name);
  }

  function total(): number {
    return [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/** Two requests may have found different things in one picture at the same time. */
function together(before: Seen | undefined, now: Seen): Seen {
  if (before === undefined) return now;
  return {
    raster: now.raster ?? before.raster,
    pixels: now.pixels || before.pixels,
    saliency: now.saliency ?? before.saliency,
    cutOut: now.cutOut ?? before.cutOut,
    measure: now.measure ?? before.measure,
    stage: now.stage ?? before.stage,
  };
}

function sizeOf({ raster, saliency, cutOut, measure, stage }: Seen): number {
  const parts = [raster, saliency, cutOut?.raster, cutOut?.saliency, measure?.ground, measure?.salient, stage?.raster];
  return parts.reduce((sum, part) => sum + (part?.data.byteLength ?? 0), 0);
}
