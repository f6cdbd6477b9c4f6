import type { AspectRatio, Backdrop, Box, Plan, PlanSubject } from "@pastiche/contract";
import type { CutOut } from "../cutout/cutOut.ts";
import { createPlane, type Plane, type Raster } from "../pixels/index.ts";
import type { Intent } from "../prompt/intent.ts";
import { type Actor, arrange, type Placed } from "./arrange.ts";
import { arrangeOnBackdrop } from "./arrangeOnBackdrop.ts";
import { layCollage } from "./collage.ts";
import { cutSides, WHOLE } from "./cutSides.ts";
import { frameScene } from "./frameScene.ts";
import { headOf } from "./head.ts";
import { chooseHeights } from "./heights.ts";
import { measureScene } from "./measureScene.ts";
import { isContainer } from "./nouns.ts";
import { outlineOf } from "./outline.ts";
import type { Stage } from "./place.ts";
import { asInset, insetBox, LEAST_CONFIDENCE, type Reference, sourceOf } from "./reference.ts";
import { rimIn, rimOf } from "./rim.ts";
import { chooseSize, type Size } from "./size.ts";
import { stay, stayingOf } from "./stay.ts";
import { windowOf } from "./window.ts";
import type { Anchor } from "./wish.ts";
import { withRoom } from "./withRoom.ts";

export const ENGINE = "compose@1";

export interface PlanOptions {
  /** Null: as the prompt says, else as the picture that leads. */
  aspectRatio: AspectRatio | null;
  seed: number;
  /** 1 to 5: how many times more candidates are tried. */
  effort: number;
  /** Only what is lifted is shown, on nothing. */
  transparent: boolean;
}

/** Completes an intent whose roles are all known with every size, box, order and light: no pixel moves, nothing is random. */
export function makePlan(intent: Intent, references: Reference[], asked: PlanOptions): Plan {
  const options = { ...asked, aspectRatio: asked.aspectRatio ?? intent.format };
  const plan: Plan = {
    engine: ENGINE,
    seed: options.seed,
    size: null,
    references: intent.references.map(({ index, role, phrase }) => {
      const confidence = references[index].cutOut?.confidence;
      return {
        index,
        role: role ?? "unused",
        phrase,
        ...(confidence !== undefined && role === "subject" ? { confidence: Number(confidence.toFixed(3)) } : {}),
      };
    }),
    layout: layoutOf(intent),
    backdrop: null,
    crop: null,
    cells: [],
    subjects: [],
    looks: intent.looks,
    texts: intent.texts.map((text) => ({ ...text, box: null, font: null })),
    shadow: (intent.shadow ?? true) && !options.transparent,
    light: 0,
    score: null,
    unsupported: [...intent.unsupported, ...leftOut(intent)],
  };
  if (plan.layout === "collage") return planCollage(plan, intent, references, options);
  const lay = plan.layout === "backdrop" ? planBackdrop : planScene;
  return tellPrints(lay(plan, intent, references, options));
}

/** Who asked for a subject and gets a print is told so. */
function tellPrints(plan: Plan): Plan {
  const prints = plan.subjects.filter(({ as }) => as === "inset");
  const told = prints.map(
    ({ reference }) => `reference ${reference}: a framed print, since it could not be cut out whole`,
  );
  return { ...plan, unsupported: [...plan.unsupported, ...told] };
}

/** A picture that was sent and is not used is said, never dropped in silence. */
function leftOut({ references }: Intent): string[] {
  return references
    .filter(({ role }) => role === "unused")
    .map(({ index }) => `reference ${index}: the prompt gives it nothing to do`);
}

function layoutOf(intent: Intent): Plan["layout"] {
  if (intent.layout) return intent.layout;
  return intent.references.some(({ role }) => role === "scene") ? "scene" : "backdrop";
}

function planCollage(plan: Plan, intent: Intent, references: Reference[], { aspectRatio }: PlanOptions): Plan {
  const inOrder = intent.order.map((index) => plan.references[index]);
  const shown = inOrder.filter(({ role }) => role !== "style" && role !== "palette" && role !== "pattern");
  const sizes = shown.map(({ index }) => references[index].raster);
  const arrangement = intent.arrangement ?? "grid";
  const size = chooseSize(aspectRatio, collageLead(sizes, arrangement));
  const cells = layCollage(sizes, size, arrangement);
  const cellOf = new Map(shown.map(({ index }, i) => [index, cells[i]]));
  return { ...plan, size, cells: plan.references.map(({ index }) => cellOf.get(index) ?? EMPTY) };
}

const EMPTY: Box = { x: 0, y: 0, width: 0, height: 0 };

/** The frame in which the pictures would be cropped least. */
function collageLead(sizes: Size[], arrangement: "grid" | "row" | "column"): Size {
  const aspects = sizes.map(({ width, height }) => width / height);
  if (arrangement === "row") return { width: aspects.reduce((a, b) => a + b, 0), height: 1 };
  if (arrangement === "column") return { width: 1, height: aspects.reduce((a, b) => a + 1 / b, 0) };
  const rows = Math.max(1, Math.round(Math.sqrt(sizes.length)));
  return { width: aspects.reduce((a, b) => a + b, 0) / rows, height: rows };
}

const CLEAR: Backdrop = { kind: "plain", colours: [], name: "transparent" };
/** What stands behind where the prompt names nothing. */
export const WHITE: Backdrop = { kind: "plain", colours: ["#ffffff"], name: "white" };

function planBackdrop(plan: Plan, intent: Intent, references: Reference[], options: PlanOptions): Plan {
  const staying = stayingOf(intent, references);
  const lead = staying === null ? { width: 1, height: 1 } : references[staying].raster;
  const size = chooseSize(options.aspectRatio, lead);
  const backdrop = options.transparent ? CLEAR : (intent.backdrop ?? WHITE);
  const actors = actorsOf(intent, references, size, { asShot: options.transparent || staying !== null });
  const placed = staying === null ? arrangeOnBackdrop(actors, size, intent.texts) : [stay(references[staying], size)];
  return { ...plan, size, backdrop, subjects: subjectsOf(actors, placed, references) };
}

function planScene(plan: Plan, intent: Intent, references: Reference[], options: PlanOptions): Plan {
  const { aspectRatio, seed, effort } = options;
  const scene = plan.references.find(({ role }) => role === "scene");
  if (!scene) return planBackdrop({ ...plan, layout: "backdrop" }, intent, references, options);
  const { raster, saliency, cutOut, kept = { measure: null } } = references[scene.index];
  const staying = stayingOf(intent, references);
  const size = chooseSize(aspectRatio, staying === null ? raster : references[staying].raster);
  const measure = (kept.measure ??= measureScene(raster, saliency));
  const actors = actorsOf(intent, references, size, { asShot: options.transparent || staying !== null });
  const filled = intent.subjects.some(({ relation, target }) => relation === "in" && target === scene.index);
  const opened = filled && isContainer(scene.phrase) ? raster : null;
  const face = cutOut && headOf(cutOut);
  const arrangedIn = (crop: Box) => {
    const stage: Stage = {
      frame: size,
      ground: windowOf(measure.ground, raster, crop),
      salient: windowOf(measure.salient, raster, crop, 0),
      head: createPlane(48, 48),
      occupied: createPlane(48, 48),
      horizon: (measure.horizon * raster.height - crop.y) / crop.height,
    };
    const thing = cutOut ? thingOf(cutOut, opened, crop, size, scene.phrase) : null;
    if (face && thing) stage.head = headIn(face, thing, size);
    const { placed, score } = arrange(
      actors,
      { reference: scene.index, phrase: scene.phrase, thing },
      stage,
      effort,
      seed,
    );
    return { crop, placed, score, shown: meanOf(stage.salient), cut: thing ? shareOutside(thing.box, size) : 0 };
  };
  const framed = frameScene(references[scene.index], size);
  const { crop, placed, score } =
    staying === null
      ? withRoom(arrangedIn(framed), raster, arrangedIn, { related: cutOut !== null })
      : { crop: framed, placed: [stay(references[staying], size)], score: null };
  const subjects = subjectsOf(actors, placed, references);
  if (cutOut && cutOut.confidence < LEAST_CONFIDENCE && subjects.some(({ z }) => z < 0)) {
    plan.unsupported.push("behind: what should stand in front could not be told from its surroundings");
    for (const subject of subjects) if (subject.z < 0) subject.z = 1;
  }
  return {
    ...plan,
    size,
    crop,
    subjects,
    light: Number(measure.light.toFixed(3)),
    score: subjects.length > 0 && score !== null ? Number(score.toFixed(4)) : null,
  };
}

function shareOutside({ x, y, width, height }: Box, frame: Size): number {
  const across = Math.min(frame.width, x + width) - Math.max(0, x);
  const down = Math.min(frame.height, y + height) - Math.max(0, y);
  return 1 - (Math.max(0, across) * Math.max(0, down)) / (width * height);
}

function meanOf({ data }: Plane): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length;
}

/**
 * The subjects as actors: what will be laid down, how tall, and which of its sides the photograph cuts off. What it cuts off
 * above comes as a print, since nothing could stand with half a head, but where it is shown `asShot`.
 */
function actorsOf(intent: Intent, references: Reference[], frame: Size, { asShot }: { asShot: boolean }): Actor[] {
  const figures = intent.subjects.map((subject) => {
    const { cutOut, raster } = references[subject.reference];
    const lifted = cutOut && !asInset(cutOut) ? cutOut : null;
    const sides = lifted ? cutSides(lifted) : WHOLE;
    if (!lifted || (sides.top && !asShot)) {
      const { width, height } = insetBox(cutOut?.box ?? null, raster);
      return { subject, aspect: width / height, cut: WHOLE, half: false, outline: null, as: "inset" as const };
    }
    const cut = subject.flip ? { ...sides, left: sides.right, right: sides.left } : sides;
    const aspect = lifted.box.width / lifted.box.height;
    return { subject, aspect, cut, half: cut.bottom, outline: outlineOf(lifted), as: "cutout" as const };
  });
  const heights = chooseHeights(figures, frame);
  return figures.map((figure, i) => ({ ...figure, heightPx: heights[i] }));
}

/** Relations in which a thing lies upon its target, wherever its lower edge is. */
const UPON: ReadonlySet<string> = new Set(["held-by", "on", "in-front-of", "over"]);

/** What stands lower in the picture stands nearer, and is laid later; what is held by another or lies upon it, after that. */
function subjectsOf(actors: Actor[], placed: Placed[], references: Reference[]): PlanSubject[] {
  const hosts = actors.map(({ subject }) =>
    UPON.has(subject.relation ?? "")
      ? actors.findIndex(({ subject: { reference } }) => reference === subject.target)
      : -1,
  );
  const depth = (i: number, hops = 0): number => {
    if (placed[i].behindScene) return -1;
    const { y, height } = placed[i].boxes[0];
    // Two that hold each other would go on for ever.
    return hosts[i] < 0 || hops > actors.length ? y + height : Math.max(y + height, depth(hosts[i], hops + 1) + 1);
  };
  const order = actors.map((_, i) => i).sort((i, j) => depth(i) - depth(j));
  return actors.map(({ subject, as }, i) => {
    const reference = references[subject.reference];
    const [box, ...copies] = placed[i].boxes;
    return {
      ...subject,
      box,
      copies,
      source: sourceOf(reference, as),
      rotation: 0,
      as,
      grounded: placed[i].grounded,
      z: placed[i].behindScene ? -1 : order.indexOf(i) + 1,
    };
  });
}

/**
 * The scene's own main thing; null where it is all or nothing of the picture.
 * @param opened the picture, where something is put into the thing.
 */
function thingOf(cutOut: CutOut, opened: Raster | null, crop: Box, size: Size, phrase: string): Anchor | null {
  const { box } = cutOut;
  const share = (box.width * box.height) / (crop.width * crop.height);
  if (share < 0.004 || (share > 0.95 && !opened)) return null;
  const scale = size.width / crop.width;
  return {
    outline: outlineOf(cutOut),
    box: {
      x: (box.x - crop.x) * scale,
      y: (box.y - crop.y) * scale,
      width: box.width * scale,
      height: box.height * scale,
    },
    phrase,
    rim: opened && rimIn(rimOf(opened, cutOut), crop, scale),
  };
}

/** Where the scene's main thing has its face, over the frame: what is plain of it counts little. */
function headIn(own: Plane, { box }: Anchor, frame: Size): Plane {
  const head = createPlane(96, 96);
  for (let y = 0, p = 0; y < head.height; y++) {
    for (let x = 0; x < head.width; x++, p++) {
      const u = (((x + 0.5) / head.width) * frame.width - box.x) / box.width;
      const v = (((y + 0.5) / head.height) * frame.height - box.y) / box.height;
      if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
      head.data[p] = own.data[Math.floor(v * own.height) * own.width + Math.floor(u * own.width)] ** 2;
    }
  }
  return head;
}
