import { setTimeout as sleep } from "node:timers/promises";
import { RemixError } from "@pastiche/contract";
import type { Engine } from "../engines/engine.ts";
import { PNG } from "./pictures.ts";

/**
 * An engine that does as the prompt says: "sleep 500" takes so many ms, telling of progress; "show 500" lets look on as well; "fail" is refused; "break"
 * throws what nobody expects; anything else is done at once.
 */
export function createTestEngine(slots = 8): Engine & { calls: string[] } {
  const calls: string[] = [];
  return {
    name: "noop",
    about: "For tests.",
    versions: ["noop@1"],
    slots,
    calls,
    async run({ prompt }, { signal, onProgress }) {
      calls.push(prompt);
      const [word, ms = "0"] = prompt.split(" ");
      if (word === "fail") throw new RemixError("validation_failed", "this prompt is refused");
      if (word === "break") throw new Error("something broke");
      if (word === "sleep" || word === "show") {
        for (let percent = 25; percent <= 75; percent += 25) {
          onProgress({ percent, step: "compose", ...(word === "show" ? { preview: PNG } : {}) });
          await sleep(Number(ms) / 3, undefined, { signal });
        }
      }
      return {
        image: PNG,
        contentType: "image/png",
        width: 1,
        height: 1,
        cost: 1,
        timings: [{ step: "compose", ms: 1 }],
      };
    },
    close: async () => {},
  };
}
