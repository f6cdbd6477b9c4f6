import type { RemixInput } from "@pastiche/contract";

/** Credits for each part of a run, by name: `remix`, `upscale`, `background`, or a version such as `compose@1`. */
export type Prices = Readonly<Record<string, number>>;

/** Reve's price of a remix. What Reve takes for enlarging and for a removed background is not published. */
export const DEFAULT_PRICES: Prices = { remix: 30, upscale: 0, background: 0 };

export interface Estimate {
  credits: number;
  /** What the credits are made of. */
  breakdown: { label: string; credits: number }[];
}

/** What a run costs by the price list: a remix times its test-time scaling, then what is done to the picture after it. */
export function estimate(prices: Prices, input: RemixInput, version: string): Estimate {
  const scaling = input.test_time_scaling ?? 1;
  const breakdown = [
    {
      label: scaling > 1 ? `remix (${version}) × ${scaling}` : `remix (${version})`,
      credits: (prices[version] ?? prices.remix) * scaling,
    },
    ...(input.upscale_factor ? [{ label: `upscale × ${input.upscale_factor}`, credits: prices.upscale }] : []),
    ...(input.remove_background ? [{ label: "remove background", credits: prices.background }] : []),
  ];
  return { credits: breakdown.reduce((sum, part) => sum + part.credits, 0), breakdown };
}
