import { expect, test } from "vitest";
import { liftOff } from "./matte.ts";

test("what differs from the ground stays, and the ground and its grain become clear", () => {
  const [width, height] = [8, 8];
  const ground = new Uint8ClampedArray(width * height * 4).fill(100);
  const picture = ground.slice();
  for (let i = 3; i < picture.length; i += 4) picture[i] = 255;
  const grain = (6 * width + 6) * 4;
  picture[grain] = 130;
  for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) picture[(y * width + x) * 4] = 220;
  liftOff(picture, ground, width, height);
  const alpha = (x: number, y: number) => picture[(y * width + x) * 4 + 3];
  expect([alpha(1, 1), alpha(6, 1), alpha(6, 6)]).toEqual([255, 0, 0]);
});
