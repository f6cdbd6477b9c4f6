import { type Result, runAside } from "../create/run.ts";
import { client } from "../session.ts";

/** What the browser writes itself, from the picture as it was made. */
export type Kind = "png" | "jpeg" | "webp";

const QUALITY = 0.92;

export async function download(result: Result, kind: Kind): Promise<void> {
  const picture = await pictureOf(result);
  save(kind === "png" && picture.type === "image/png" ? picture : await encode(picture, kind), nameOf(result, kind));
}

/** The same run once more, which also gives its layers. */
export async function downloadLayers(result: Result, layers: "psd" | "ora"): Promise<void> {
  const output = await runAside({ ...result.input, layers });
  if (!output.layers) throw new Error("The server made no layers.");
  const bytes = await client.value.files.download(output.layers);
  save(new Blob([bytes], { type: "application/octet-stream" }), nameOf(result, layers));
}

/** @throws where the browser lets no page write pictures to the clipboard: over plain http, say. */
export async function copyPicture(result: Result): Promise<void> {
  if (typeof ClipboardItem === "undefined" || !navigator.clipboard) throw new Error("this browser does not allow it");
  // As a promise: Safari lets only what was begun within the click be written.
  const png = pictureOf(result).then((picture) => (picture.type === "image/png" ? picture : encode(picture, "png")));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
}

async function pictureOf({ output }: Result): Promise<Blob> {
  const bytes = await client.value.files.download(output.image);
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  return new Blob([bytes], { type: isPng ? "image/png" : "" });
}

async function encode(picture: Blob, kind: Kind): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw a picture of this size.");
  if (kind === "jpeg") {
    // JPEG has no transparency; what is clear would come out black.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const type = `image/${kind}`;
  const encoded = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
  // A browser that cannot write a kind gives a PNG under its name.
  if (encoded?.type !== type) throw new Error(`This browser cannot write ${kind.toUpperCase()}.`);
  return encoded;
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** "the-bear-from-0-on-the-table-1a2b3c4d.png": by its task, each version has a name of its own. */
function nameOf({ input, taskId }: Result, extension: string): string {
  const words = input.prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words.join("-").slice(0, 48).replace(/-+$/, "") || "remix";
  const id = taskId.slice(taskId.indexOf("_") + 1).slice(0, 8);
  return `${name}-${id}.${extension === "jpeg" ? "jpg" : extension}`;
}
