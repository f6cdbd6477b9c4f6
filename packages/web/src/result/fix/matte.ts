/** Below this difference a pixel is the ground, above the other it is not: what the two resamplings of a scene differ by is less. */
const GROUND = 20;
const THING = 52;

/**
 * Makes what is the ground transparent in a picture (RGBA, changed in place), by how far it differs from the ground alone.
 * The difference is that of 3 × 3 pixels, or grain would be taken for a thing.
 */
export function liftOff(picture: Uint8ClampedArray, ground: Uint8ClampedArray, width: number, height: number): void {
  const difference = new Float32Array(width * height);
  for (let at = 0, i = 0; at < difference.length; at++, i += 4) {
    difference[at] = Math.max(
      Math.abs(picture[i] - ground[i]),
      Math.abs(picture[i + 1] - ground[i + 1]),
      Math.abs(picture[i + 2] - ground[i + 2]),
    );
  }
  const rows = new Float32Array(difference.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const left = x > 0 ? difference[at - 1] : difference[at];
      const right = x < width - 1 ? difference[at + 1] : difference[at];
      rows[at] = left + difference[at] + right;
    }
  }
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const above = y > 0 ? rows[at - width] : rows[at];
      const below = y < height - 1 ? rows[at + width] : rows[at];
      const share = ((above + rows[at] + below) / 9 - GROUND) / (THING - GROUND);
      picture[at * 4 + 3] *= Math.min(1, Math.max(0, share));
    }
  }
}
