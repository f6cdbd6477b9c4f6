import { createHash } from "node:crypto";
import type { Hints } from "@pastiche/contract";
import { type CutOut, cutOut, hasAlpha, saliency } from "./cutout/cutOut.ts";
import { tellingWords } from "./cutout/phrase.ts";
import { decodeAll } from "./decode/decode.ts";
import { hintsOnRaster } from "./decode/shownHints.ts";
import type { Journey } from "./journey.ts";
import { sparesThings } from "./looks/applyLook.ts";
import { type Matting, modelMask } from "./matting/mattingModel.ts";
import type { Plane, Raster } from "./pixels/index.ts";
import { castRoles } from "./plan/castRoles.ts";
import { chooseView } from "./plan/chooseView.ts";
import type { Reference } from "./plan/reference.ts";
import { speaksOfThing } from "./plan/wish.ts";
import type { Intent } from "./prompt/intent.ts";
import type { RemixOptions, RemixRequest, Seen } from "./request.ts";

/** Reads the pictures, finds what each is about, settles the roles that the prompt left open, and cuts out what is lifted. */
export async function look(
  intent: Intent,
  request: RemixRequest,
  journey: Journey,
  { seen: seenBefore = new Map(), matting = null }: RemixOptions,
): Promise<{ cast: Intent; references: Reference[] }> {
  const pictures = request.images.map((bytes) => seenOf(seenBefore, bytes, null));
  const rasters = await decodeAll(request.images, pictures);
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
      : saliencyOf(pictures[index], raster);
    references.push({ raster, saliency: found, cutOut: null, kept: pictures[index] });
  }
  const roles = castRoles(
    intent,
    references.map((reference) => reference.saliency),
    rasters.map(hasAlpha),
  );
  for (const index of roles.views.flatMap((view) => [view.index, view.of])) {
    references[index].cutOut = await cutOutOf(seen[index], references[index].raster, told[index]);
  }
  const cast = chooseView(
    roles,
    references.map(({ cutOut }) => cutOut?.confidence ?? null),
    hints.map((one) => one !== null),
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

function seenOf(seenBefore: Map<string, Seen>, bytes: Uint8Array, told: Told | null): Seen {
  const hash = createHash("sha256").update(bytes);
  if (told && (told.hints || told.phrase || told.matting)) hash.update(JSON.stringify(told));
  const name = hash.digest("hex");
  const seen = seenBefore.get(name) ?? { ...UNSEEN };
  // The one used last stands last, for whoever keeps only so many.
  seenBefore.delete(name);
  seenBefore.set(name, seen);
  return seen;
}

const UNSEEN: Seen = { raster: null, pixels: 0, saliency: null, cutOut: null, measure: null, stage: null };

async function cutOutOf(seen: Seen, raster: Raster, { hints, phrase, matting }: Told): Promise<CutOut> {
  if (seen.cutOut) return seen.cutOut;
  const mask = matting ? await modelMask(matting, raster) : null;
  return (seen.cutOut = cutOut(raster, { hints, phrase, mask }));
}

function saliencyOf(seen: Seen, raster: Raster): Plane {
  return (seen.saliency ??= saliency(raster));
}

/** Whether the scene's own main thing matters: something stands in a relation to it, or it is shown without its surroundings. */
function needsSceneThing(intent: Intent, { removeBackground, plan }: RemixRequest): boolean {
  const scene = intent.references.find(({ role }) => role === "scene");
  const alone = intent.subjects.length === 0;
  if (alone && (removeBackground || intent.transparent)) return true;
  if (plan?.subjects?.some((change) => (change?.z ?? 0) < 0)) return true;
  if (alone && (plan?.looks ?? intent.looks).some(sparesThings)) return true;
  return intent.subjects.some(({ target, relation, position }) => {
    return scene && target === scene.index && position === null && speaksOfThing(relation, scene.phrase);
  });
}
