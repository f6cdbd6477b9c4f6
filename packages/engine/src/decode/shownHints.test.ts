import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeAll } from "./decode.ts";
import { hintsOnRaster } from "./shownHints.ts";

test("dots on a turned and large photograph land where they were set", async () => {
  const picture = sharp({ create: { width: 3200, height: 2400, channels: 3, background: "#336699" } });
  // Turned by a quarter when it is shown: 2400 × 3200.
  const bytes = await picture.withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const [raster] = await decodeAll([bytes]);
  expect([raster.width, raster.height]).toEqual([1200, 1600]);
  const hints = await hintsOnRaster(
    { keep: [{ x: 2400, y: 3200 }], box: { x: 240, y: 0, width: 20, height: 40 } },
    bytes,
    raster,
    0,
  );
  expect(hints.keep).toEqual([{ x: 1200, y: 1600 }]);
  expect(hints.box).toEqual({ x: 120, y: 0, width: 10, height: 20 });
  const outside = hintsOnRaster({ drop: [{ x: 2401, y: 0 }] }, bytes, raster, 3);
  await expect(outside).rejects.toMatchObject({
    code: "validation_failed",
    errors: [{ pointer: "/input/hints/3/drop/0" }],
  });
});
