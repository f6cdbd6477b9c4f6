import type { Box, Look, Plan, PlanSubject } from "@pastiche/contract";
import type { CutOut } from "../cutout/cutOut.ts";
import type { Layer } from "../layers/layer.ts";
import { applyLook, orderLooks, sparesThings } from "../looks/applyLook.ts";
import { copyRaster, createPlane, createRaster, cropRaster, type Plane, type Raster, resize } from "../pixels/index.ts";
import { cropTo } from "../plan/crop.ts";
import { cutSides } from "../plan/cutSides.ts";
import { WHITE } from "../plan/makePlan.ts";
import { type Reference, sourceOf } from "../plan/reference.ts";
import { type Rim, rimIn, rimOf } from "../plan/rim.ts";
import type { Size } from "../plan/size.ts";
import { texturePatch } from "../style/texturePatch.ts";
import { tint } from "../style/tint.ts";
import { transferPalette } from "../style/transferPalette.ts";
import { transferStyle } from "../style/transferStyle.ts";
import { wrapPattern } from "../style/wrapPattern.ts";
import { paintBackdrop } from "./backdrop.ts";
import { busyPlane, certain, thingsPlane } from "./busy.ts";
import { nearWall, shadeAtWall, shadeInside } from "./container.ts";
import { harmonise, type SceneLight, sceneLight } from "./harmonise.ts";
import { printOf, printShadow } from "./inset.ts";
import { fitSubject, lay } from "./layer.ts";
import { matchCamera } from "./matchCamera.ts";
import { hideMatte, markMatte } from "./mattePlane.ts";
import { castShadow } from "./shadow.ts";
import { createSheets, paintName, type Sheets, stageName, subjectName } from "./sheets.ts";
import { showScene } from "./showScene.ts";
import { middleOf, turn } from "./turn.ts";
import { aroundFrame, visiblePart } from "./visiblePart.ts";
import { wrapLight } from "./wrapLight.ts";

export interface Composed {
  picture: Raster;
  /** Where subjects are, 0 to 1: the matte of all that was laid down. */
  subjects: Plane;
  /** Where lettering should not go, 0 to 1: subjects, and what the scene is about. */
  busy: Plane;
  /** Where they were asked for: the sheets that give the picture, from the lowest to the uppermost. */
  layers: Layer[] | null;
}

export interface ComposeOptions {
  /** Only the subjects are laid, on nothing. */
  transparent: boolean;
  /** Whether the layers are kept. */
  layered: boolean;
  /** Awaited between the long kernels, so that an abort is seen. */
  pause: (share: number) => Promise<void>;
  /** Awaited before style and looks, which take longest. */
  show: (picture: Raster) => Promise<void>;
}

/**
 * Moves the pixels that a plan speaks of: scene or backdrop, subjects in their order with light and shadow, then palette,
 * style and looks.
 */
export async function compose(
  plan: Plan,
  references: Reference[],
  { transparent, layered, pause, show }: ComposeOptions,
): Promise<Composed> {
  const size = plan.size ?? { width: 1, height: 1 };
  const sheets = layered ? createSheets() : null;
  const stage = transparent ? clearStage(plan, references, size, sheets) : paintStage(plan, references, size, sheets);
  if (plan.layout !== "collage") sheets?.add(stageName(plan), stage);
  const subjects = createPlane(size.width, size.height);
  await pause(0.1);
  const light = plan.layout === "scene" && !transparent ? sceneLight(stage, { relit: plan.looks.some(lights) }) : null;
  const inOrder = plan.subjects.toSorted((a, b) => a.z - b.z);
  for (const [i, subject] of inOrder.entries()) {
    const rim = transparent ? null : openingOf(subject, plan, references, size);
    for (const box of boxesOf(subject))
      laySubject({ stage, subjects, sheets, light }, plan, references, subject, box, { transparent, rim });
    if (subject.z < 0 && !rim) layScenesThing({ stage, subjects, sheets }, plan, references);
    await pause(0.1 + (0.4 * (i + 1)) / inOrder.length);
  }
  const busy = looksForRoom(plan) ? busyPlane(plan, references, subjects) : subjects;
  if (isPaintedOver(plan)) await show(stage);
  const picture = await paintOver(stage, plan, references, { subjects, busy }, pause);
  if (transparent && plan.subjects.length > 0) keepAlpha(picture, stage);
  if (picture !== stage) sheets?.cover(paintName(plan), picture);
  return { picture, subjects, busy, layers: sheets?.layers ?? null };
}

function boxesOf({ box, copies }: PlanSubject): Box[] {
  return box ? [box, ...copies] : [];
}

function paintStage(plan: Plan, references: Reference[], size: Size, sheets: Sheets | null): Raster {
  if (plan.layout === "collage") return paintCollage(plan, references, size, sheets);
  const scene = plan.references.find(({ role }) => role === "scene");
  if (plan.layout === "scene" && scene && plan.crop) {
    return sceneStage(references[scene.index], plan.crop, size);
  }
  return paintBackdrop(plan.backdrop ?? WHITE, size.width, size.height);
}

/** Kept for the next time: whoever moves a subject about sees the same scene again and again. */
function sceneStage(reference: Reference, crop: Box, size: Size): Raster {
  const { kept } = reference;
  const of = JSON.stringify([crop, size]);
  if (kept?.stage?.of === of) return copyRaster(kept.stage.raster);
  const stage = showScene(reference, crop, size);
  if (kept) kept.stage = { of, raster: copyRaster(stage) };
  return stage;
}

/** Nothing at all; or, where the scene itself is what is shown, its own main thing. */
function clearStage(plan: Plan, references: Reference[], size: Size, sheets: Sheets | null): Raster {
  const scene = plan.references.find(({ role }) => role === "scene");
  const cutOut = scene && plan.subjects.length === 0 ? references[scene.index].cutOut : null;
  if (cutOut && plan.crop) return resize(cropRaster(cutOut.raster, plan.crop), size.width, size.height);
  if (plan.layout === "collage") return paintCollage(plan, references, size, sheets);
  return createRaster(size.width, size.height);
}

function paintCollage(plan: Plan, references: Reference[], size: Size, sheets: Sheets | null): Raster {
  const picture = paintBackdrop(plan.backdrop ?? WHITE, size.width, size.height);
  sheets?.add("between the pictures", picture);
  for (const [index, cell] of plan.cells.entries()) {
    if (cell.width === 0) continue;
    const { raster, saliency } = references[index];
    const part = resize(cropRaster(raster, cropTo(raster, saliency, cell)), cell.width, cell.height);
    lay(picture, part, cell.x, cell.y);
    sheets?.add(plan.references[index].phrase || `picture ${index}`, part, cell);
  }
  return picture;
}

function laySubject(
  {
    stage,
    subjects,
    sheets,
    light,
  }: { stage: Raster; subjects: Plane; sheets: Sheets | null; light: SceneLight | null },
  plan: Plan,
  references: Reference[],
  subject: PlanSubject,
  box: Box,
  { transparent, rim }: { transparent: boolean; rim: Rim | null },
): void {
  const part = visiblePart(box, subject.rotation, stage);
  if (subject.opacity === 0 || !part) return;
  const reference = references[subject.reference];
  const cutOut = subject.as === "cutout" ? reference.cutOut : null;
  const source = subject.source ?? sourceOf(reference, subject.as);
  const fitted = cutOut
    ? liftedFrom(cutOut, source, box, part.share, subject, stage.width)
    : printOf(reference.raster, source, box, part.to, subject);
  const dressed = cutOut ? dress(fitted, plan, references, subject) : fitted;
  let wall: ReturnType<typeof nearWall> | null = null;
  let { layer, box: at } = subject.rotation
    ? turn(dressed, part.to, subject.rotation, middleOf(box), aroundFrame(stage))
    : { layer: dressed, box: part.to };
  if (!cutOut) {
    const shadow = printShadow(layer, at, box);
    lay(stage, shadow.raster, shadow.x, shadow.y);
    sheets?.add(`shadow of ${subjectName(subject)}`, shadow.raster, shadow);
  } else {
    if (light) layer = harmonise(layer, stage, at, light);
    if (rim) wall = nearWall(stage, at, rim);
    if (!transparent && plan.shadow && subject.grounded) {
      const before = sheets && copyRaster(stage);
      if (rim) shadeInside(stage, layer, at, rim);
      else castShadow(stage, layer, at, plan.light, subject.opacity);
      if (before) sheets.addBetween(`shadow of ${subjectName(subject)}`, before, stage);
    }
    // Into the layer's own colours, so that it lies on its scene by plain alpha.
    if (light) layer = wrapLight(matchCamera(layer, stage, at, plan.seed), stage, at);
    if (rim && plan.shadow) layer = shadeAtWall(layer, at, rim);
  }
  lay(stage, layer, at.x, at.y);
  sheets?.add(subjectName(subject), layer, at);
  markMatte(subjects, layer, at);
  if (!wall) return;
  lay(stage, wall.raster, wall.x, wall.y);
  hideMatte(subjects, wall.raster, wall);
  sheets?.add("the container, in front", wall.raster, wall);
}

function liftedFrom(cutOut: CutOut, from: Box, box: Box, share: Box, subject: PlanSubject, frameWidth: number): Raster {
  const cut = cutSides(cutOut);
  const openSides = {
    left: (subject.flip ? cut.right : cut.left) && box.x > 1,
    right: (subject.flip ? cut.left : cut.right) && box.x + box.width < frameWidth - 1,
  };
  return fitSubject(cutOut.raster, from, box, subject, openSides, share);
}

/** Its tint, and the pattern that it is wrapped in. */
function dress(layer: Raster, plan: Plan, references: Reference[], subject: PlanSubject): Raster {
  const tinted = subject.tint ? tint(layer, subject.tint) : layer;
  const pattern = plan.references.find(({ role }) => role === "pattern");
  return pattern
    ? wrapPattern(tinted, texturePatch(references[pattern.index].raster, references[pattern.index].saliency))
    : tinted;
}

/** Where a subject goes down into the scene's container; null where it stands in none, or was brought to the front. */
function openingOf({ relation, target, z }: PlanSubject, plan: Plan, references: Reference[], size: Size): Rim | null {
  const scene = plan.references.find(({ role }) => role === "scene");
  if (!scene || !plan.crop || relation !== "in" || target !== scene.index || z >= 0) return null;
  const { raster, cutOut } = references[scene.index];
  return cutOut && rimIn(rimOf(raster, cutOut), plan.crop, size.width / plan.crop.width);
}

/** Lays the scene's own main thing once more, in front of what stands behind it. */
function layScenesThing(
  { stage, subjects, sheets }: { stage: Raster; subjects: Plane; sheets: Sheets | null },
  plan: Plan,
  references: Reference[],
): void {
  const scene = plan.references.find(({ role }) => role === "scene");
  const cutOut = scene ? references[scene.index].cutOut : null;
  if (!cutOut || !plan.crop) return;
  const thing = resize(cropRaster(cutOut.raster, plan.crop), stage.width, stage.height);
  lay(stage, thing, 0, 0);
  hideMatte(subjects, thing, { x: 0, y: 0 });
  sheets?.add(`${scene?.phrase || "the scene's thing"}, in front`, thing);
}

function isPaintedOver({ looks, references }: Plan): boolean {
  return looks.length > 0 || references.some(({ role }) => role === "palette" || role === "style");
}

async function paintOver(
  stage: Raster,
  plan: Plan,
  references: Reference[],
  { subjects, busy }: { subjects: Plane; busy: Plane },
  pause: (share: number) => Promise<void>,
): Promise<Raster> {
  let picture = stage;
  const palette = plan.references.find(({ role }) => role === "palette");
  if (palette) picture = transferPalette(picture, references[palette.index].raster, { protect: null });
  await pause(0.6);
  const style = plan.references.find(({ role }) => role === "style");
  if (style) {
    const protect = { ...busy, data: busy.data.map((v) => 0.45 * v) };
    picture = transferStyle(picture, references[style.index].raster, { seed: plan.seed, protect });
  }
  await pause(0.8);
  const scene = plan.references.find(({ role }) => role === "scene");
  const focus = plan.subjects.length > 0 || !scene ? subjects : certain(busy, references[scene.index]);
  const things =
    plan.subjects.length > 0 && plan.looks.some(sparesThings) ? thingsPlane(plan, references, subjects) : focus;
  for (const [i, look] of orderLooks(plan.looks).entries()) {
    picture = applyLook(picture, look, { seed: plan.seed + i, subjects: sparesThings(look) ? things : focus });
    await pause(0.8 + (0.2 * (i + 1)) / plan.looks.length);
  }
  return picture;
}

/** Style and looks paint over every pixel; what was clear is clear again after them. */
function keepAlpha(picture: Raster, stage: Raster): void {
  for (let i = 3; i < stage.data.length; i += 4) picture.data[i] = stage.data[i];
}

/** Whether anything asks where the picture is busy. */
function looksForRoom({ texts, looks, subjects, references }: Plan): boolean {
  const styled = references.some(({ role }) => role === "style");
  return texts.length > 0 || styled || (looks.length > 0 && subjects.length === 0);
}

/** Whether a look brings another light than the scene's own, so that what was taken for night is none. */
function lights(look: Look): boolean {
  return look === "sunset" || look === "bright" || look === "snow" || look === "fog";
}
