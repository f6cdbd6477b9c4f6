import { createHash } from "node:crypto";
import type { Hints, Look } from "@pastiche/contract";
import { RemixError } from "@pastiche/contract/errors";
import { MAX_PROMPT_CHARACTERS, MAX_REFERENCES, MAX_TEST_TIME_SCALING } from "@pastiche/contract/limits";
import { compose } from "./compose/compose.ts";
import { setTexts } from "./compose/setTexts.ts";
import { type CutOut, cutOut, saliency } from "./cutout/cutOut.ts";
import { tellingWords } from "./cutout/phrase.ts";
import { decodeAll } from "./decode/decode.ts";
import { hintsOnRaster } from "./decode/shownHints.ts";
import { encode, encodePreview } from "./finish/encode.ts";
import { upscale } from "./finish/upscale.ts";
import { createJourney, type Journey } from "./journey.ts";
import { type Matting, modelMask } from "./matting/mattingModel.ts";
import type { Plane, Raster } from "./pixels/index.ts";
import { castRoles } from "./plan/castRoles.ts";
import { makePlan } from "./plan/makePlan.ts";
import type { Reference } from "./plan/reference.ts";
import { speaksOfThing } from "./plan/wish.ts";
import type { Intent } from "./prompt/intent.ts";
import { parsePrompt } from "./prompt/parsePrompt.ts";
import type { RemixOptions, RemixRequest, RemixResult, Seen } from "./request.ts";

/**
 * A prompt and one to six pictures in, one picture out: parsePrompt → cutOut → makePlan → compose → finish.
 * @throws RemixError for anything wrong with the request, naming the limit and the value; the signal's reason when aborted.
 */
export async function remix(request: RemixRequest, options: RemixOptions = {}): Promise<RemixResult> {
  checkRequest(request);
  const journey = createJourney(options);
  const intent = await journey.step("parsePrompt", () => parsePrompt(request.prompt, request.images.length));
  const { cast, references } = await journey.step("cutOut", () => look(intent, request, journey, options));
  const transparent = (request.removeBackground ?? false) || cast.transparent;
  const plan = await journey.step("makePlan", () =>
    makePlan(cast, references, {
      aspectRatio: request.aspectRatio ?? null,
      seed: request.seed ?? 0,
      effort: request.testTimeScaling ?? 1,
      transparent,
    }),
  );
  const composed = await journey.step("compose", async () => {
    const { picture, busy } = await compose(plan, references, transparent, journey.pause);
    return setTexts(picture, plan, busy, request.prompt);
  });
  const finished = await journey.step("finish", async () => {
    // Enlarging takes as long again: time enough to look.
    if (request.upscaleFactor) await journey.show(() => encodePreview(composed.picture));
    const picture = request.upscaleFactor ? upscale(composed.picture, request.upscaleFactor) : composed.picture;
    await journey.pause(0.5);
    return { image: await encode(picture, composed.plan), width: picture.width, height: picture.height };
  });
  return { ...finished, plan: composed.plan, timings: journey.timings };
}

/** Reads the pictures, finds what each is about, settles the roles that the prompt left open, and cuts out what is lifted. */
async function look(
  intent: Intent,
  request: RemixRequest,
  journey: Journey,
  { seen: seenBefore = new Map(), matting = null }: RemixOptions,
): Promise<{ cast: Intent; references: Reference[] }> {
  const rasters = await decodeAll(request.images);
  const references: Reference[] = [];
  const hints = await Promise.all(rasters.map((raster, index) => hintsOf(request, raster, index)));
  const told = hints.map((one, index) => ({
    hints: one,
    phrase: tellingWords(intent.references[index].phrase),
    matting,
  }));
  const seen = request.images.map((bytes, index) => seenOf(seenBefore, bytes, told[index]));
  const named = new Set(intent.references.filter(({ role }) => role === "subject").map(({ index }) => index));
  for (const [index, raster] of rasters.entries()) {
    await journey.pause(index / rasters.length);
    const found = named.has(index)
      ? (await cutOutOf(seen[index], raster, told[index])).saliency
      : saliencyOf(seen[index], raster);
    references.push({ raster, saliency: found, cutOut: null });
  }
  const cast = castRoles(
    intent,
    references.map((reference) => reference.saliency),
  );
  for (const { index, role } of cast.references) {
    await journey.pause((index + 1) / rasters.length);
    if (role === "subject" || (role === "scene" && needsSceneThing(cast, request))) {
      references[index].cutOut = await cutOutOf(seen[index], references[index].raster, told[index]);
    }
  }
  return { cast, references };
}

interface Told {
  hints: Hints | null;
  /** The words that could choose between several things in the picture. */
  phrase: string;
  matting: Matting | null;
}

async function hintsOf({ hints, images }: RemixRequest, raster: Raster, index: number): Promise<Hints | null> {
  const given = hints?.[index];
  return given ? hintsOnRaster(given, images[index], raster, index) : null;
}

function seenOf(seenBefore: Map<string, Seen>, bytes: Uint8Array, told: Told): Seen {
  const hash = createHash("sha256").update(bytes);
  if (told.hints || told.phrase || told.matting) hash.update(JSON.stringify(told));
  const name = hash.digest("hex");
  const seen = seenBefore.get(name) ?? { saliency: null, cutOut: null };
  // The one used last stands last, for whoever keeps only so many.
  seenBefore.delete(name);
  seenBefore.set(name, seen);
  return seen;
}

async function cutOutOf(seen: Seen, raster: Raster, { hints, phrase, matting }: Told): Promise<CutOut> {
  if (seen.cutOut) return seen.cutOut;
  const mask = matting ? await modelMask(matting, raster) : null;
  return (seen.cutOut = cutOut(raster, { hints, phrase, mask }));
}

function saliencyOf(seen: Seen, raster: Raster): Plane {
  return (seen.saliency ??= saliency(raster));
}

/** Looks that treat what is near otherwise than what is behind it, up to its very edge. */
const SPARES_ITS_THING: Look[] = ["blurred-background", "fog", "snow"];

/** Whether the scene's own main thing matters: something stands in a relation to it, or it is shown without its surroundings. */
function needsSceneThing(intent: Intent, { removeBackground }: RemixRequest): boolean {
  const scene = intent.references.find(({ role }) => role === "scene");
  const alone = intent.subjects.length === 0;
  if (alone && (removeBackground || intent.transparent)) return true;
  if (alone && intent.looks.some((look) => SPARES_ITS_THING.includes(look))) return true;
  return intent.subjects.some(({ target, relation, position }) => {
    return scene && target === scene.index && position === null && speaksOfThing(relation, scene.phrase);
  });
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
  if (prompt.length > MAX_PROMPT_CHARACTERS) {
    refuse("/input/prompt", `prompt must have at most ${MAX_PROMPT_CHARACTERS} characters; received ${prompt.length}.`);
  }
  const effort = testTimeScaling ?? 1;
  if (!Number.isInteger(effort) || effort < 1 || effort > MAX_TEST_TIME_SCALING) {
    refuse(
      "/input/test_time_scaling",
      `test_time_scaling must be a whole number from 1 to ${MAX_TEST_TIME_SCALING}; received ${effort}.`,
    );
  }
}
