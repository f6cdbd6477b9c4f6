import type { Box, Plan, PlanOverrides, PlanSubject, PlanText, SubjectOverride } from "@pastiche/contract";
import { type Reference, sourceOf } from "./reference.ts";
import type { Size } from "./size.ts";

/** What a person changed takes the place of what was decided, and nothing else moves. A subject's boxes are whole pixels. */
export function overridePlan(plan: Plan, changes: PlanOverrides, references: Reference[]): Plan {
  const fit = intoFrame(changes.size ?? null, plan.size);
  const subjects = plan.subjects.map((subject, i) =>
    overrideSubject(subject, changes.subjects?.[i] ?? {}, references[subject.reference], fit),
  );
  const placed = changes.subjects?.some((change) => change?.box || change?.copies) ?? false;
  return {
    ...plan,
    subjects,
    texts: changes.texts?.map((text) => textOf(text, fit)) ?? plan.texts,
    looks: changes.looks ?? plan.looks,
    backdrop: plan.layout !== "scene" && changes.backdrop?.colours.length ? changes.backdrop : plan.backdrop,
    crop: changes.crop ? cropOf(plan, changes.crop, references) : plan.crop,
    shadow: changes.shadow ?? plan.shadow,
    light: changes.light ?? plan.light,
    score: placed ? null : plan.score,
    unsupported: [...plan.unsupported, ...leftOut(plan, changes)],
  };
}

function overrideSubject(
  subject: PlanSubject,
  change: SubjectOverride,
  reference: Reference,
  fit: (box: Box) => Box,
): PlanSubject {
  const flip = change.flip ?? subject.flip;
  const rotation = change.rotation ?? subject.rotation;
  const as = reference.cutOut ? (change.as ?? subject.as) : "inset";
  const source = sourceOf(reference, as);
  const moved = (given: Box) => whole(follow(fit(given), change.source ?? source, { source, flip, rotation }));
  const decided = (box: Box) => whole(follow(box, subject.source ?? source, { source, flip, rotation }));
  const copies = change.copies?.map(moved) ?? subject.copies.map(decided);
  return {
    ...subject,
    box: change.box ? moved(change.box) : subject.box && decided(subject.box),
    copies,
    count: copies.length + 1,
    source,
    flip,
    rotation,
    opacity: change.opacity ?? subject.opacity,
    as,
    grounded: change.grounded ?? subject.grounded,
    z: change.z ?? subject.z,
  };
}

/**
 * A box drawn around one part of a reference, so changed that it holds another part and what was in it stays where it
 * was: a cut-out that was mended by a dot is as large as before, and its box is another.
 */
function follow(
  box: Box,
  from: Box,
  { source, flip, rotation }: { source: Box; flip: boolean; rotation: number },
): Box {
  const scaleX = box.width / from.width;
  const scaleY = box.height / from.height;
  const right = (source.x + source.width / 2 - from.x - from.width / 2) * scaleX * (flip ? -1 : 1);
  const down = (source.y + source.height / 2 - from.y - from.height / 2) * scaleY;
  const cos = Math.cos((rotation * Math.PI) / 180);
  const sin = Math.sin((rotation * Math.PI) / 180);
  const width = source.width * scaleX;
  const height = source.height * scaleY;
  return {
    x: box.x + box.width / 2 + cos * right - sin * down - width / 2,
    y: box.y + box.height / 2 + sin * right + cos * down - height / 2,
    width,
    height,
  };
}

/** Brings a box from the frame that it was drawn in to the plan's own: never stretched, on the same spot of the ground. */
function intoFrame(from: Size | null, to: Size | null): (box: Box) => Box {
  if (!from || !to) return (box) => box;
  const across = to.width / from.width;
  const down = to.height / from.height;
  const scale = Math.min(across, down);
  return ({ x, y, width, height }) => ({
    x: (x + width / 2) * across - (width / 2) * scale,
    y: (y + height) * down - height * scale,
    width: width * scale,
    height: height * scale,
  });
}

function whole({ x, y, width, height }: Box): Box {
  const left = Math.round(x);
  const top = Math.round(y);
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round(x + width) - left),
    height: Math.max(1, Math.round(y + height) - top),
  };
}

function textOf(
  { content, position, box, font, colour }: NonNullable<PlanOverrides["texts"]>[number],
  fit: (box: Box) => Box,
): PlanText {
  return {
    content,
    position: position ?? null,
    box: box ? fit(box) : null,
    font: font ?? null,
    colour: colour ?? null,
  };
}

/** As much of what was asked for as the picture has, in the frame's ratio, about the same middle. */
function cropOf({ crop, size, references }: Plan, wanted: Box, pictures: Reference[]): Box | null {
  const scene = references.find(({ role }) => role === "scene");
  if (!crop || !size || !scene) return crop;
  if (JSON.stringify(wanted) === JSON.stringify(crop)) return crop;
  const { raster } = pictures[scene.index];
  const x = Math.min(raster.width - 1, Math.max(0, wanted.x));
  const y = Math.min(raster.height - 1, Math.max(0, wanted.y));
  const right = Math.min(raster.width, Math.max(x + 1, wanted.x + wanted.width));
  const bottom = Math.min(raster.height, Math.max(y + 1, wanted.y + wanted.height));
  const scale = Math.min((right - x) / size.width, (bottom - y) / size.height);
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  return {
    x: Math.min(raster.width - width, Math.round((x + right - width) / 2)),
    y: Math.min(raster.height - height, Math.round((y + bottom - height) / 2)),
    width,
    height,
  };
}

/** What was given and found no place is said, never dropped in silence. */
function leftOut({ subjects, layout }: Plan, changes: PlanOverrides): string[] {
  const without = (changes.subjects ?? []).flatMap((change, i) =>
    change && i >= subjects.length ? [`plan.subjects ${i}: the plan has ${subjects.length} subjects`] : [],
  );
  const behind =
    changes.backdrop?.colours.length && layout === "scene"
      ? ["plan.backdrop: the scene stands behind the subjects"]
      : [];
  return [...without, ...behind];
}
