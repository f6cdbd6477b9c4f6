import sharp from "sharp";

/** Mean absolute difference in 255ths; pictures of another size are as different as can be. */
export async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [one, two] = await Promise.all([a, b].map((png) => sharp(png).raw().toBuffer({ resolveWithObject: true })));
  if (one.info.width !== two.info.width || one.info.height !== two.info.height) return 255;
  let sum = 0;
  for (let i = 0; i < one.data.length; i++) sum += Math.abs(one.data[i] - two.data[i]);
  return sum / one.data.length;
}
