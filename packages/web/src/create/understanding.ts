import { InferenceError, type Plan } from "@pastiche/client";
import { computed, effect, signal } from "@preact/signals";
import { call, key, wordsOf } from "../session.ts";
import { prompt } from "./prompt.ts";
import { references } from "./references.ts";
import { settings } from "./settings.ts";

/** What the server understands of the prompt, as it is typed: no pixel is touched and nothing is paid. */
export const understood = signal<{ plan: Plan } | { problem: string } | null>(null);
/** Credits of a run as it stands; null where the server was not asked or did not say. */
export const credits = signal<number | null>(null);

const TYPING_PAUSE_MS = 150;
const AWAY_MS = 3_000;

watchForm(
  () => ({
    prompt: prompt.value,
    references: references.value.length,
    names: references.value.map(({ name }) => name),
  }),
  (ask) => ask.prompt.trim() !== "" && ask.references > 0,
  async (ask, signal) => {
    const plan = await call<Plan>("POST", "/apps/reve/remix/plan", ask, signal);
    understood.value = { plan };
  },
  (error) => {
    understood.value = error === null ? null : { problem: wordsOf(error) };
  },
);

watchForm(
  // What pictures they are makes no difference to the price, so that none need be uploaded before it is known.
  () => ({ ...settings.value, prompt: "0", images: references.value.map(() => "https://example.com/") }),
  (input) => input.images.length > 0,
  async (input, signal) => {
    const estimate = await call<{ credits: number }>("POST", "/apps/reve/remix/estimate", { input }, signal);
    credits.value = estimate.credits;
  },
  () => {
    credits.value = null;
  },
);

/** Asks anew a moment after the form has changed; what is asked for meanwhile takes the place of what was. */
function watchForm<Ask>(
  read: () => Ask,
  isWorthAsking: (ask: Ask) => boolean,
  answer: (ask: Ask, signal: AbortSignal) => Promise<void>,
  otherwise: (error: unknown) => void,
): void {
  const asked = computed(() => JSON.stringify(read()));
  effect(() => {
    const ask: Ask = JSON.parse(asked.value);
    if (key.value === null || !isWorthAsking(ask)) {
      otherwise(null);
      return;
    }
    const leave = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const askAfter = (ms: number) => {
      timer = setTimeout(() => {
        answer(ask, leave.signal).catch((error) => {
          if (leave.signal.aborted) return;
          otherwise(error);
          // A server that is away comes back; what it refuses it will refuse again.
          if (error instanceof InferenceError && error.code === "connection_failed") askAfter(AWAY_MS);
        });
      }, ms);
    };
    askAfter(TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  });
}
