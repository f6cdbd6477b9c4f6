import { bytesOfHex, copyRaster, createPlane, gaussianBlur, type Plane, type Raster } from "../pixels/index.ts";
import { openCanvas, setFont } from "./canvas.ts";
import type { TextLayout } from "./layoutText.ts";
import { luminanceOf } from "./legibility.ts";

/** The picture with the text on it: veil, a breath of shadow under light letters, then the letters. A new raster. */
export async function drawText(picture: Raster, layout: TextLayout): Promise<Raster> {
  const out = copyRaster(picture);
  if (layout.scrim) veil(out, layout, layout.scrim.colour, layout.scrim.strength);
  const { cover, left, top } = await rasterise(layout, picture);
  if (luminanceOf(layout.colour) > 0.35) {
    const soft = gaussianBlur(cover, 0.07 * layout.fontSizePx);
    lay(out, soft, left, top + Math.round(0.02 * layout.fontSizePx), "#000000", layout.scrim ? 0.28 : 0.42);
  }
  lay(out, cover, left, top, layout.colour, 1);
  return out;
}

/** Darkens or lightens around the letters, full behind them and fading over a line's height. */
function veil(
  { width, height, data }: Raster,
  { box, fontSizePx }: TextLayout,
  colour: string,
  strength: number,
): void {
  const fade = Math.max(24, fontSizePx * 1.4);
  const pad = fontSizePx * 0.12;
  const rgb = bytesOfHex(colour);
  const top = Math.max(0, Math.floor(box.y - pad - fade));
  const bottom = Math.min(height, Math.ceil(box.y + box.height + pad + fade));
  const left = Math.max(0, Math.floor(box.x - pad - fade));
  const right = Math.min(width, Math.ceil(box.x + box.width + pad + fade));
  for (let y = top; y < bottom; y++) {
    const dy = Math.max(0, box.y - pad - y, y - box.y - box.height - pad) / fade;
    for (let x = left; x < right; x++) {
      const dx = Math.max(0, box.x - pad - x, x - box.x - box.width - pad) / fade;
      const away = Math.sqrt(dx * dx + dy * dy);
      if (away >= 1) continue;
      const share = strength * (1 - away * away * (3 - 2 * away));
      const i = (y * width + x) * 4;
      const alpha = share + (data[i + 3] / 255) * (1 - share);
      for (let c = 0; c < 3; c++) data[i + c] += (rgb[c] - data[i + c]) * (share / alpha);
      data[i + 3] = 255 * alpha;
    }
  }
}

/** The letters' coverage (0 to 1) and where its upper left corner lies, with room for overhang and shadow. */
async function rasterise(layout: TextLayout, picture: Raster): Promise<{ cover: Plane; left: number; top: number }> {
  const { box, fontSizePx } = layout;
  const pad = Math.ceil(fontSizePx * 0.6);
  const left = Math.floor(box.x) - pad;
  const top = Math.floor(box.y) - pad;
  const width = Math.min(picture.width * 2, Math.ceil(box.width) + 2 * pad + 2);
  const height = Math.min(picture.height * 2, Math.ceil(box.height) + 2 * pad + 2);
  const { context } = await openCanvas(width, height, layout.files);
  setFont(context, layout, fontSizePx, layout.letterSpacingPx);
  context.direction = layout.rightToLeft ? "rtl" : "ltr";
  context.textAlign = "left";
  context.fillStyle = "#fff";
  for (const line of layout.lines) context.fillText(line.text, line.x - left, line.y - top);
  const pixels = context.getImageData(0, 0, width, height).data;
  const cover = createPlane(width, height);
  for (let p = 0; p < cover.data.length; p++) cover.data[p] = pixels[p * 4 + 3] / 255;
  return { cover, left, top };
}

function lay(
  { width, height, data }: Raster,
  cover: Plane,
  left: number,
  top: number,
  colour: string,
  strength: number,
): void {
  const rgb = bytesOfHex(colour);
  for (let cy = 0; cy < cover.height; cy++) {
    const y = cy + top;
    if (y < 0 || y >= height) continue;
    for (let cx = 0; cx < cover.width; cx++) {
      const x = cx + left;
      const share = cover.data[cy * cover.width + cx] * strength;
      if (share <= 0 || x < 0 || x >= width) continue;
      const i = (y * width + x) * 4;
      const under = (data[i + 3] / 255) * (1 - share);
      const alpha = share + under;
      for (let c = 0; c < 3; c++) data[i + c] = (rgb[c] * share + data[i + c] * under) / alpha;
      data[i + 3] = 255 * alpha;
    }
  }
}
