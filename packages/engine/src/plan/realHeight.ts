import { headNouns } from "./nouns.ts";

/** Heights of things as they usually stand, in metres. Widths follow from the photograph. */
const METRES: [number, string][] = [
  [
    0.05,
    "ring coin key egg watch mouse strawberry lipstick earring dice pill berry bug beetle bee butterfly spider snail",
  ],
  [
    0.1,
    "cup mug glass apple orange candle perfume phone cupcake donut cookie muffin tomato lemon can burger sandwich frog hamster jar bracelet camera wallet",
  ],
  [
    0.14,
    "shoe sneaker trainer sandal heel slipper cap hat glasses sunglasses toy duckling chick sparrow ball football hammer",
  ],
  [
    0.2,
    "pineapple book clock teapot kettle boot bird duck pigeon squirrel plate bowl cake pizza helmet toaster radio lantern pumpkin melon headphones plush teddy doll figurine",
  ],
  [
    0.3,
    "bottle rabbit bunny cat kitten puppy bag handbag basket laptop vase crow parrot owl hen rooster plant pot flowers bouquet speaker printer lamp",
  ],
  [0.45, "backpack dachshund terrier corgi suitcase box crate stool fox goose bucket"],
  [
    0.6,
    "dog husky retriever labrador wolf penguin sloth monkey sheep goat lamb robot globe television tv monitor bush",
  ],
  [0.9, "chair armchair sofa couch table desk bench bed kid toddler child bicycle bike pram snowman barrel violin"],
  [1.1, "boy girl scooter motorbike motorcycle pony deer guitar umbrella kangaroo"],
  [1.5, "car taxi van cow lion tiger donkey surfboard ladder wardrobe bookcase"],
  [
    1.7,
    "man woman person guy lady astronaut model king queen player dancer knight nurse doctor policeman policewoman mannequin bear horse statue door fridge refrigerator boat canoe",
  ],
  [2.6, "elephant camel tent caravan"],
  [3.5, "bus truck lorry tractor tram train helicopter shed"],
  [6, "giraffe house hut cottage tree lamppost dinosaur yacht sailboat plane airplane"],
  [15, "church castle windmill lighthouse crane balloon ship"],
  [60, "skyscraper tower rocket building mountain"],
];

const heights = new Map(METRES.flatMap(([metres, words]) => words.split(" ").map((word) => [word, metres] as const)));
/** "toy car", "plush bear": small, whatever it is a likeness of. */
const LIKENESS = new Set([
  "toy",
  "plush",
  "teddy",
  "miniature",
  "model",
  "figurine",
  "stuffed",
  "lego",
  "paper",
  "origami",
]);

/** How tall what a phrase names usually is, in metres; null where that is not known. */
export function realHeight(phrase: string): number | null {
  const words = headNouns(phrase);
  const known = words.filter((word) => heights.has(word));
  const noun = known.at(-1);
  if (noun === undefined) return null;
  const metres = heights.get(noun) ?? null;
  const likeness = words.some((word) => LIKENESS.has(word) && word !== noun);
  return likeness && metres !== null ? Math.min(metres, 0.2) : metres;
}
