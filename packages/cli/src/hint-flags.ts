import { MAX_DOTS } from "@pastiche/contract/limits";
import { InvalidArgumentError } from "commander";

export interface Dot {
  x: number;
  y: number;
}

/** `x,y`, once more for each time that the flag is given. */
export function dots(text: string, before: Dot[] = []): Dot[] {
  const [x, y] = numbers(text, 2, "x,y");
  if (before.length === MAX_DOTS) throw new InvalidArgumentError(`It may be given ${MAX_DOTS} times.`);
  return [...before, { x, y }];
}

export function box(text: string): { x: number; y: number; width: number; height: number } {
  const [x, y, width, height] = numbers(text, 4, "x,y,width,height");
  if (width === 0 || height === 0) throw new InvalidArgumentError("It must be at least one pixel wide and high.");
  return { x, y, width, height };
}

function numbers(text: string, count: number, form: string): number[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length !== count || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) {
    throw new InvalidArgumentError(
      `It must be ${form} in pixels, as in ${["120", "80", "300", "200"].slice(0, count)}.`,
    );
  }
  return parts.map(Number);
}
