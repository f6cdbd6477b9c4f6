/** 0 below `from`, 1 above `to`, a smooth step between. */
export function smoothstep(from: number, to: number, v: number): number {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** An S through (0, 0), `pivot` and (1, 1): contrast above 1 steepens the middle and rolls off both ends. */
export function sCurve(v: number, contrast: number, pivot = 0.5): number {
  const x = Math.min(1, Math.max(0, v));
  if (x <= pivot) return pivot * (x / pivot) ** contrast;
  return 1 - (1 - pivot) * ((1 - x) / (1 - pivot)) ** contrast;
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
