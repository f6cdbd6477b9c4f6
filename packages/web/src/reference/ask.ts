import { computed } from "@preact/signals";
import { formInput } from "../create/input.ts";
import { references } from "../create/references.ts";
import { baseUrl } from "../session.ts";
import type { Ask } from "./snippets.ts";

const SAMPLE = { prompt: "the bear from 0 on the table from 1", images: ["bear.jpg", "table.jpg"] };
const SAMPLE_OF_PICTURES = "0 as a watercolor painting";

/** What of the form the snippets carry, and what stands in for the rest. */
export const filledWith = computed<"form" | "pictures" | "prompt" | "nothing">(() => {
  const hasPictures = references.value.length > 0;
  const hasPrompt = formInput.value.prompt.trim() !== "";
  if (hasPictures) return hasPrompt ? "form" : "pictures";
  return hasPrompt ? "prompt" : "nothing";
});

/** The form as the snippets take it; where it is empty, an example. */
export const ask = computed<Ask>(() => {
  const { prompt, images, ...settings } = formInput.value;
  const filled = filledWith.value;
  const hasPictures = filled === "form" || filled === "pictures";
  return {
    baseUrl,
    input: {
      prompt: filled === "pictures" ? SAMPLE_OF_PICTURES : filled === "nothing" ? SAMPLE.prompt : prompt,
      images: hasPictures ? images.map(String) : SAMPLE.images,
      ...settings,
    },
    names: hasPictures ? references.value.map(({ name }) => name) : SAMPLE.images,
    webhook: "https://your-server.com/webhook",
  };
});
