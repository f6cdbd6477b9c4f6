import type { Plan } from "@pastiche/client";
import { useEffect, useState } from "preact/hooks";
import { layOver } from "../look/alignment.ts";
import { type Shown, sourcesOf } from "../picture.ts";
import { liftOff } from "./matte.ts";

/** A picture parted by the browser alone, to be moved until the engine has drawn it: what stands before, and what is behind. */
export interface Lifted {
  shown: Shown;
  /** Uris of pictures as large as the plan. */
  things: string;
  ground: string;
}

/** Null until it is there, and where the ground is not known: under a look, say, which changed it. */
export function useLifted(shown: Shown): Lifted | null {
  const [lifted, setLifted] = useState<Lifted | null>(null);
  useEffect(() => {
    let isWanted = true;
    const uris: string[] = [];
    const timer = setTimeout(async () => {
      // Only a better look while something is dragged: without it a plain piece of the picture is moved.
      const parts = await part(shown).catch((error) => console.warn("The picture is not parted", error));
      if (!parts || !isWanted) return;
      const [things, ground] = parts.map((one) => URL.createObjectURL(one));
      uris.push(things, ground);
      setLifted({ shown, things, ground });
    }, 60);
    return () => {
      isWanted = false;
      clearTimeout(timer);
      for (const uri of uris) URL.revokeObjectURL(uri);
    };
  }, [shown]);
  return lifted?.shown === shown ? lifted : null;
}

async function part(shown: Shown): Promise<[Blob, Blob] | null> {
  const { plan, image } = shown.result.output;
  if (!plan?.size || isPaintedOver(plan)) return null;
  const { width, height } = plan.size;
  const ground = contextOf(width, height);
  if (!(await paintGround(ground, shown, plan))) return null;
  const things = contextOf(width, height);
  things.drawImage(await load(image), 0, 0, width, height);
  const pixels = things.getImageData(0, 0, width, height);
  liftOff(pixels.data, ground.getImageData(0, 0, width, height).data, width, height);
  things.putImageData(pixels, 0, 0);
  return [await blobOf(things), await blobOf(ground)];
}

function isPaintedOver({ looks, references }: Plan): boolean {
  return looks.length > 0 || references.some(({ role }) => role === "style" || role === "palette");
}

/** As the engine lays it, before anything stands on it. False where that is not known. */
async function paintGround(context: CanvasRenderingContext2D, shown: Shown, plan: Plan): Promise<boolean> {
  const { width, height } = context.canvas;
  const scene = plan.references.find(({ role }) => role === "scene")?.index;
  const src = scene === undefined ? null : sourcesOf(shown.result)[scene];
  if (plan.layout === "scene" && plan.crop && scene !== undefined && src) {
    const picture = await load(src);
    const size = { width: picture.naturalWidth, height: picture.naturalHeight };
    const lay = layOver(size, scene, { width, height }, plan);
    context.drawImage(picture, lay.left * width, lay.top * height, lay.width * width, lay.height * height);
    return true;
  }
  const colours = plan.backdrop?.colours ?? [];
  if (plan.layout !== "backdrop" || colours.length === 0) return false;
  const shade = context.createLinearGradient(0, 0, 0, height);
  for (const [at, colour] of colours.entries()) shade.addColorStop(at / Math.max(1, colours.length - 1), colour);
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
  return true;
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas of this size");
  context.imageSmoothingQuality = "high";
  return context;
}

async function load(src: string): Promise<HTMLImageElement> {
  const picture = new Image();
  // Else its pixels could not be read where the server goes by another name.
  picture.crossOrigin = "anonymous";
  picture.src = src;
  await picture.decode();
  return picture;
}

async function blobOf({ canvas }: CanvasRenderingContext2D): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error("the canvas gives no picture");
  return blob;
}
