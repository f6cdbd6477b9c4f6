import type { RemixInput } from "@pastiche/client";
import { computed } from "@preact/signals";
import { prompt } from "./prompt.ts";
import { references } from "./references.ts";
import { settings } from "./settings.ts";

/** The form as the input of a run. Pictures that are not uploaded yet stand in it by their name. */
export const formInput = computed<RemixInput>(() => {
  const hints = references.value.map((reference) => reference.hints);
  return {
    prompt: prompt.value,
    images: references.value.map(({ upload, name }) => (upload.state === "done" ? upload.uri : name)),
    ...settings.value,
    ...(hints.some((hint) => hint !== null) ? { hints } : {}),
  };
});

/** What removing a picture leaves where the prompt named it. */
const GAP = /(?:^|[\s([#'"])\?(?=$|[\s,.;\])'"])/;

/** What keeps the form from being run, in words; null where nothing does. */
export const obstacle = computed<string | null>(() => {
  if (references.value.length === 0) return "Add a picture first.";
  if (prompt.value.trim() === "") return "Say what to make of the pictures.";
  if (GAP.test(prompt.value)) return "Say which picture the ? in the prompt stands for.";
  const failed = references.value.find(({ upload }) => upload.state === "failed");
  if (failed?.upload.state === "failed") return `${failed.name} could not be uploaded: ${failed.upload.why}`;
  if (references.value.some(({ upload }) => upload.state === "waiting")) return "Pictures are being uploaded…";
  return null;
});
