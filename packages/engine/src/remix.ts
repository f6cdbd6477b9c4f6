import { RemixError } from "@pastiche/contract/errors";
import { MAX_PROMPT_CHARACTERS, MAX_REFERENCES, MAX_TEST_TIME_SCALING } from "@pastiche/contract/limits";
import { compose } from "./compose/compose.ts";
import { setTexts } from "./compose/setTexts.ts";
import { encode, encodePreview } from "./finish/encode.ts";
import { upscale } from "./finish/upscale.ts";
import { createJourney } from "./journey.ts";
import { writeLayers } from "./layers/writeLayers.ts";
import { look } from "./look.ts";
import { makePlan } from "./plan/makePlan.ts";
import { overridePlan } from "./plan/overridePlan.ts";
import { parsePrompt } from "./prompt/parsePrompt.ts";
import type { RemixOptions, RemixRequest, RemixResult } from "./request.ts";

/** What is shown of a picture that is not done yet: enough to see what goes where. */
const GLIMPSE_PX = 640;

/**
 * A prompt and one to six pictures in, one picture out: parsePrompt → cutOut → makePlan → compose → finish.
 * @throws RemixError for anything wrong with the request, naming the limit and the value; the signal's reason when aborted.
 */
export async function remix(request: RemixRequest, options: RemixOptions = {}): Promise<RemixResult> {
  checkRequest(request);
  const journey = createJourney(options);
  const intent = await journey.step("parsePrompt", () =>
    parsePrompt(request.prompt, request.images.length, request.names ?? []),
  );
  const { cast, references } = await journey.step("cutOut", () => look(intent, request, journey, options));
  const painted = (request.plan?.backdrop?.colours.length ?? 0) > 0;
  const transparent = (request.removeBackground ?? false) || (cast.transparent && !painted);
  const plan = await journey.step("makePlan", () => {
    const decided = makePlan(cast, references, {
      aspectRatio: request.aspectRatio ?? null,
      seed: request.seed ?? 0,
      effort: request.testTimeScaling ?? 1,
      transparent,
    });
    return request.plan ? overridePlan(decided, request.plan, references) : decided;
  });
  const composed = await journey.step("compose", async () => {
    const layered = Boolean(request.layers);
    const { picture, busy, layers } = await compose(plan, references, {
      transparent,
      layered,
      pause: journey.pause,
      show: (soFar) => journey.show(() => encodePreview(soFar, GLIMPSE_PX)),
    });
    const set = await setTexts(picture, plan, busy, request.prompt, layered);
    return { ...set, layers: [...(layers ?? []), ...set.layers] };
  });
  const finished = await journey.step("finish", async () => {
    // Enlarging takes as long again: time enough to look.
    if (request.upscaleFactor) await journey.show(() => encodePreview(composed.picture));
    const picture = request.upscaleFactor ? upscale(composed.picture, request.upscaleFactor) : composed.picture;
    await journey.pause(0.5);
    const image = await encode(picture, composed.plan);
    const { plan, layers } = composed;
    const layered = request.layers
      ? { layers: await writeLayers(request.layers, { flat: composed.picture, layers, plan }) }
      : {};
    return { image, ...layered, width: picture.width, height: picture.height };
  });
  return { ...finished, plan: composed.plan, timings: journey.timings };
}

function checkRequest({ prompt, images, testTimeScaling, hints }: RemixRequest): void {
  const refuse = (pointer: string, detail: string) => {
    throw new RemixError("validation_failed", detail, { errors: [{ pointer, detail }] });
  };
  if (images.length < 1 || images.length > MAX_REFERENCES) {
    refuse("/input/images", `images must hold 1 to ${MAX_REFERENCES} pictures; received ${images.length}.`);
  }
  if (hints && hints.length > images.length) {
    refuse("/input/hints", `hints must not be more than the ${images.length} pictures; received ${hints.length}.`);
  }
  if (prompt.trim().length === 0) refuse("/input/prompt", "prompt must not be empty.");
  const characters = [...prompt].length;
  if (characters > MAX_PROMPT_CHARACTERS) {
    refuse("/input/prompt", `prompt must have at most ${MAX_PROMPT_CHARACTERS} characters; received ${characters}.`);
  }
  const effort = testTimeScaling ?? 1;
  if (!Number.isInteger(effort) || effort < 1 || effort > MAX_TEST_TIME_SCALING) {
    refuse(
      "/input/test_time_scaling",
      `test_time_scaling must be a whole number from 1 to ${MAX_TEST_TIME_SCALING}; received ${effort}.`,
    );
  }
}
