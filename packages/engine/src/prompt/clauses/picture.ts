import type { AspectRatio, Backdrop, Look, Position } from "@pastiche/contract";
import { isMaterial, isUndrawn } from "../vocabulary/backdrops.ts";
import type { Colour } from "../vocabulary/colours.ts";
import { backgroundFollows, followsText, isWord } from "./ahead.ts";
import { makeScene } from "./mention.ts";
import type { Reading } from "./reading.ts";
import { cannot, type Talk } from "./talk.ts";

/** "on a white background" */
export function readBackdrop(talk: Talk, backdrop: Backdrop): void {
  if (isMaterial(backdrop.name)) cannot(talk, `${backdrop.name}: a plain colour stands for it`);
  else if (backdrop.kind === "plain" && isUndrawn(backdrop))
    cannot(talk, `${backdrop.name} background: no reference shows it, and plain white stands for it`);
  talk.reading.backdrop = backdrop;
  talk.awaits = null;
  talk.pending = null;
}

/** "the background", of whatever picture: what is to be done with it. */
export function readBackground(talk: Talk, at: number): void {
  const next = talk.marks[at + 1];
  if (talk.verb === "blur") addLook(talk, "blurred-background");
  else if (isExchange(talk.verb) || talk.verb === "place" || isExchange(next?.kind === "verb" ? next.verb : null)) {
    talk.awaits = "scene";
    talk.reading.lift ||= backgroundFollows(talk.marks, at);
  }
}

/** "stack 0 above 1 as a collage": one word says how, another that it is one. */
export function readCollage({ reading }: Talk, { arrangement, sure }: NonNullable<Reading["collage"]>): void {
  const before = reading.collage;
  const isSaid = before !== null && before.arrangement !== "grid";
  reading.collage = { arrangement: isSaid ? before.arrangement : arrangement, sure: sure || before?.sure === true };
}

/** "portrait, for a phone story": of two that lie the same way the longer one. */
export function readFormat({ reading }: Talk, ratio: AspectRatio): void {
  const before = reading.format;
  const isMoreOfIt =
    before !== null && Math.abs(slant(before)) > Math.abs(slant(ratio)) && slant(before) * slant(ratio) > 0;
  if (!isMoreOfIt) reading.format = ratio;
}

/** Above 0 where wider than tall, below where taller. */
function slant(ratio: AspectRatio): number {
  const [width, height] = ratio.split(":").map(Number);
  return Math.log(width / height);
}

const isExchange = (verb: Talk["verb"]) => verb === "replace" || verb === "change";

/** "in the rain": that is all there was to be in. */
export function readLook(talk: Talk, look: Look, at: number): void {
  if (talk.pending && talk.pending.words <= 1 && talk.marks[at + 1]?.kind !== "word") talk.pending = null;
  // "1 as a blurry background"
  const isPart = [1, 2].some((back) => isWord(talk.marks[at - back], "as"));
  if (look === "blurred-background" && isPart && talk.latest) makeScene(talk, talk.latest);
  addLook(talk, look);
}

export function addLook(talk: Talk, look: Look): void {
  if (!talk.reading.looks.includes(look)) talk.reading.looks.push(look);
  talk.nextRole = null;
}

/** Quoted words, to be set where a position said before them asks. */
export function addText(talk: Talk, { content, position }: { content: string; position: Position | null }): void {
  talk.reading.texts.push({ content, position: position ?? talk.textPosition, colour: talk.textColour });
  talk.textPosition = null;
  talk.textColour = null;
  talk.pending = null;
  talk.afterWith = false;
}

/** "in big red letters": how the words before it are to look, or those that follow. */
export function readInk(talk: Talk, colour: Colour | null, at: number): void {
  const text = followsText(talk.marks, at) ? talk.reading.texts.at(-1) : undefined;
  if (text) text.colour ??= colour?.hex ?? null;
  else talk.textColour = colour?.hex ?? null;
  talk.pending = null;
  talk.afterWith = false;
}
