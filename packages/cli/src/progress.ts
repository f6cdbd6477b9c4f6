import type { Writable } from "node:stream";
import { styleText } from "node:util";

export interface ProgressView {
  /** @param percent 0 to 100. */
  show(percent: number, what: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** A stream, and whether a person looks at it. */
export type Terminal = Writable & { isTTY?: boolean };

const CELLS = 24;

/** On a terminal a bar that stays in its line; elsewhere a plain line each time that something else is done. */
export function progressView(stream: Terminal = process.stderr): ProgressView {
  return stream.isTTY ? bar(stream) : plainLines(stream);
}

function bar(stream: Terminal): ProgressView {
  return {
    show(percent, what) {
      const full = Math.round((percent / 100) * CELLS);
      const filled = styleText("cyan", "█".repeat(full), { stream });
      const empty = styleText("dim", "░".repeat(CELLS - full), { stream });
      stream.write(`\r\u001b[2K${filled}${empty} ${String(Math.round(percent)).padStart(3)}% ${what}`);
    },
    end: () => void stream.write("\r\u001b[2K"),
  };
}

function plainLines(stream: Terminal): ProgressView {
  let last = "";
  return {
    show(percent, what) {
      if (what === last) return;
      last = what;
      stream.write(`${Math.round(percent)}% ${what}\n`);
    },
    end: () => undefined,
  };
}
