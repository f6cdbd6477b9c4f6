import { type Plane, type Raster, toOklab } from "../pixels/index.ts";
import type { Part } from "./connectedParts.ts";
import { nearestPart, separateThings } from "./separate.ts";

/** Where the soft mask is above this there may be a subject. */
const LIKELY = 0.45;
/** A part with less than this share of the heaviest one's weight (area × mask) is no candidate. */
const LEAST = 0.15;
/** How much better (of 1) the best candidate has to fit than the next. */
const LEAD = 0.15;
/** What is left of the belief in those that were not meant. */
const REST = 0.1;

/**
 * Where a soft mask has several things in it, keeps to the one that the words say: by its place ("left", "second from the
 * right"), its size ("small") or its colour ("red", and skin for people). The mask itself where the words say nothing of this kind, or do
 * not tell the candidates apart.
 */
export function keepToPhrase(image: Raster, mask: Plane, phrase: string): Plane {
  const wanted = measuresOf(tellingWords(phrase).split(" "));
  if (wanted.length === 0) return mask;
  const binary = { ...mask, data: mask.data.map((v) => (v > LIKELY ? 1 : 0)) };
  const parts = separateThings(binary, mask);
  const heaviest = Math.max(0, ...parts.map(({ belief }) => belief));
  const candidates = parts.filter(({ belief }) => belief >= LEAST * heaviest);
  if (candidates.length < 2) return mask;
  const scores = candidates.map(() => 0);
  for (const measure of wanted) {
    measure(candidates, image).forEach((score, i) => {
      scores[i] += score / wanted.length;
    });
  }
  const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
  if (scores[order[0]] - scores[order[1]] < LEAD) return mask;
  const out = { ...mask, data: mask.data.slice() };
  const owner = nearestPart(mask, candidates);
  for (let i = 0; i < owner.length; i++) if (owner[i] !== order[0]) out.data[i] *= REST;
  return out;
}

/** How well each candidate fits one of the words, 0 to 1. */
type Measure = (candidates: Part[], image: Raster) => number[];

type Axis = "x" | "y";

/** Where a candidate's middle is, as a share of the picture. */
function middleOf({ pixels }: Part, { width, height }: Raster, axis: Axis): number {
  let sum = 0;
  for (const i of pixels) sum += axis === "x" ? (i % width) / width : Math.floor(i / width) / height;
  return sum / pixels.length;
}

const along =
  (axis: Axis, sign: 1 | -1): Measure =>
  (candidates, image) => {
    return candidates.map((part) => {
      const share = middleOf(part, image, axis);
      return sign > 0 ? share : 1 - share;
    });
  };

/** Two whose middles are nearer to each other than this share of the picture are at the same place. */
const APART = 0.03;

/** The n-th of them, counted from 0: one place beside it is half as good. */
const nth =
  (n: number, side: Measure): Measure =>
  (candidates, image) => {
    const shares = side(candidates, image);
    return shares.map((share) => {
      const rank = shares.filter((other) => other > share + APART).length;
      return 1 / (1 + Math.abs(rank - n));
    });
  };

/** Of three and more the middle one of their row or column, of two the one that is nearer to the picture's middle. */
const amid: Measure = (candidates, image) => {
  const [across, down] = (["x", "y"] as const).map((axis) => candidates.map((part) => middleOf(part, image, axis)));
  if (candidates.length < 3) return across.map((share) => 1 - 2 * Math.abs(share - 0.5));
  const spread = (shares: number[]) => Math.max(...shares) - Math.min(...shares);
  return nth((candidates.length - 1) / 2, () => (spread(across) >= spread(down) ? across : down))(candidates, image);
};

const large: Measure = (candidates) => {
  const most = Math.max(...candidates.map(({ pixels }) => pixels.length));
  return candidates.map(({ pixels }) => pixels.length / most);
};

const tall: Measure = (candidates, { width }) => {
  const heights = candidates.map(({ pixels }) => {
    const [first, last] = pixels.reduce(([low, high], i) => [Math.min(low, i), Math.max(high, i)], [Infinity, 0]);
    return Math.floor(last / width) - Math.floor(first / width) + 1;
  });
  return heights.map((height) => height / Math.max(...heights));
};

const not =
  (measure: Measure): Measure =>
  (candidates, image) =>
    measure(candidates, image).map((share) => 1 - share);

/** The share of its pixels that have the colour: lightness, chroma and hue (in degrees) in OKLab. */
const coloured =
  ({
    light = [0, 1],
    chroma = [0, 1],
    hue = [0, 360],
  }: Partial<Record<"light" | "chroma" | "hue", number[]>>): Measure =>
  (candidates, image) => {
    const { L, a, b } = toOklab(image);
    const within = (value: number, [low, high]: number[]) =>
      low <= high ? value >= low && value <= high : value >= low || value <= high;
    return candidates.map(({ pixels }) => {
      let count = 0;
      for (const i of pixels) {
        const degrees = ((Math.atan2(b.data[i], a.data[i]) * 180) / Math.PI + 360) % 360;
        const fits =
          within(L.data[i], light) && within(Math.hypot(a.data[i], b.data[i]), chroma) && within(degrees, hue);
        if (fits) count++;
      }
      return count / pixels.length;
    });
  };

const VIVID = [0.06, 1];
const skin = coloured({ light: [0.35, 0.92], chroma: [0.02, 0.13], hue: [30, 80] });

const LEFT = along("x", -1);

const SIDES: [RegExp, Measure][] = [
  [/left(most)?/, LEFT],
  [/right(most)?/, along("x", 1)],
  [/upper|top(most)?|back|background/, along("y", -1)],
  [/lower|bottom|front|foreground/, along("y", 1)],
];

const WORDS: [RegExp, Measure][] = [
  ...SIDES.map(([form, side]): [RegExp, Measure] => [form, nth(0, side)]),
  [/middle|cent(er|re|ral)/, amid],
  [/big(ger|gest)?|larger?|largest|huge|giant/, large],
  [/small(er|est)?|little|tiny|tiniest/, not(large)],
  [/tall(er|est)?/, tall],
  [/short(er|est)/, not(tall)],
  [/red|scarlet|crimson|maroon|burgundy/, coloured({ chroma: VIVID, hue: [355, 40] })],
  [/orange/, coloured({ chroma: VIVID, hue: [38, 72], light: [0.5, 1] })],
  [/yellow|gold(en)?/, coloured({ chroma: VIVID, hue: [72, 115], light: [0.5, 1] })],
  [/green|olive|lime|emerald/, coloured({ chroma: [0.04, 1], hue: [110, 175] })],
  [/turquoise|teal|cyan/, coloured({ chroma: [0.04, 1], hue: [165, 225] })],
  [/blue|navy/, coloured({ chroma: [0.04, 1], hue: [220, 290] })],
  [/purple|violet|lilac/, coloured({ chroma: [0.04, 1], hue: [285, 335] })],
  [/pink/, coloured({ chroma: [0.04, 1], hue: [325, 25], light: [0.55, 1] })],
  [/brown/, coloured({ chroma: [0.03, 0.15], hue: [30, 85], light: [0, 0.6] })],
  [/beige|cream|tan/, coloured({ chroma: [0.015, 0.09], hue: [50, 110], light: [0.65, 1] })],
  [/black|dark/, coloured({ light: [0, 0.35] })],
  [/white/, coloured({ light: [0.8, 1], chroma: [0, 0.05] })],
  [/gr[ae]y|silver/, coloured({ light: [0.35, 0.85], chroma: [0, 0.04] })],
  [/man|woman|boy|girl|person|child|kid|baby|lady|men|women|people/, skin],
];

/** "third from the right"; without a side as one reads, from the left. */
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"];

/** What a word that could choose means where others stand beside it: no side. */
const IDIOMS = /\b(?:top hats?|top coats?|middle aged|right now|orange juice|(?:left|right) handed)\b/g;

/** The words of a phrase that can choose between things in one picture; empty for "the bear". */
export function tellingWords(phrase: string): string {
  const words = phrase.toLowerCase().match(/\p{L}+/gu) ?? [];
  const plain = words.join(" ").replace(IDIOMS, "").split(" ");
  return plain.filter((word) => ORDINALS.includes(word) || measureOf(word, WORDS)).join(" ");
}

/** One for each word, but an ordinal and the side that it counts from are one. */
function measuresOf(words: string[]): Measure[] {
  const n = ORDINALS.findIndex((ordinal) => words.includes(ordinal));
  const side = n < 0 ? undefined : words.find((word) => measureOf(word, SIDES));
  const single = words.filter((word) => word !== side).flatMap((word) => measureOf(word, WORDS) ?? []);
  return n < 0 ? single : [...single, nth(n, (side && measureOf(side, SIDES)) || LEFT)];
}

function measureOf(word: string, table: [RegExp, Measure][]): Measure | undefined {
  return table.find(([form]) => word.match(form)?.[0] === word)?.[1];
}
