import type { RemixRequest } from "@pastiche/engine";

/** The front wheel's hub is as grey as the rug it stands on: one dot tells that it belongs to the car. */
const HUB = { keep: [{ x: 625, y: 1165 }] };

export interface Piece extends Omit<RemixRequest, "images"> {
  name: string;
  references: string[];
}

/** One remix of the example photographs for each thing that the engine does. */
export const PIECES: Piece[] = [
  { name: "on-the-table", references: ["bear", "table"], prompt: "the bear from 0 on the table from 1" },
  {
    name: "beside",
    references: ["car", "bear"],
    prompt: "the toy car from 0 next to the bear from 1",
    hints: [HUB, null],
  },
  { name: "behind", references: ["robot", "sloth"], prompt: "the robot from 0 behind the sloth from 1" },
  {
    name: "left-of",
    references: ["sloth", "table"],
    prompt: "Put the sloth from <img>0</img> to the left of the candle in <img>1</img>",
  },
  { name: "in-the-cup", references: ["bear", "coffee"], prompt: "the bear from 0 in the cup from 1" },
  {
    name: "shoulder",
    references: ["robot", "astronaut"],
    prompt: "a tiny robot from 0 on the shoulder of the astronaut in 1",
  },
  { name: "packshot", references: ["backpack"], prompt: "the backpack from 0 on a plain white background" },
  {
    name: "gradient",
    references: ["robot"],
    prompt: "remove the background of 0 and put it on a blue to purple gradient",
    aspectRatio: "3:4",
  },
  {
    name: "poster",
    references: ["sneaker"],
    prompt: 'the sneaker from 0 on a pastel pink background with the headline "WALK ON AIR"',
    aspectRatio: "3:4",
  },
  {
    name: "headline",
    references: ["rocket"],
    prompt: 'poster with the headline "LIFT OFF" over the launch from 0',
    aspectRatio: "2:3",
  },
  {
    name: "trio",
    references: ["bear", "sloth", "robot", "wolf"],
    prompt: "the bear from 0, the sloth from 1 and the robot from 2 on the lawn from 3",
  },
  {
    name: "copies",
    references: ["car", "table"],
    prompt: "3 copies of the car from 0 on the table from 1",
    hints: [HUB, null],
  },
  {
    name: "tint",
    references: ["backpack", "table"],
    prompt: "a red version of the backpack from 0 on the table from 1",
  },
  {
    name: "pattern",
    references: ["sneaker", "table"],
    prompt: "the sneaker from 0 wrapped in the pattern from 1, on a grey background",
  },
  { name: "watercolor", references: ["coffee"], prompt: "0 as a watercolor painting", aspectRatio: "4:3" },
  { name: "sketch", references: ["cat"], prompt: "turn the photo 0 into a black and white pencil sketch" },
  { name: "oil", references: ["bear", "table"], prompt: "the bear from 0 on the table from 1 as an oil painting" },
  { name: "comic", references: ["astronaut"], prompt: "0 as a comic" },
  { name: "night", references: ["sloth"], prompt: "0 at night" },
  {
    name: "sunset",
    references: ["astronaut", "rocket"],
    prompt: "the astronaut from 0 in front of the rocket from 1 at sunset",
    aspectRatio: "16:9",
  },
  { name: "snow", references: ["wolf"], prompt: "0 in the snow", aspectRatio: "9:16" },
  { name: "fog", references: ["bear"], prompt: "0 on a foggy morning" },
  { name: "rain", references: ["car"], prompt: "the car in 0 in the rain", aspectRatio: "3:4" },
  {
    name: "vintage",
    references: ["backpack"],
    prompt: 'a 1950s advertisement for the backpack from 0, titled "Every Day an Adventure"',
    aspectRatio: "4:3",
  },
  {
    name: "caption",
    references: ["cat"],
    prompt: "0 in black and white, write 'Stay curious' at the bottom right",
  },
  { name: "style", references: ["bear", "coffee"], prompt: "Make [0] look like [1]" },
  { name: "palette", references: ["sloth", "rocket"], prompt: "image 0 with the colours of image 1" },
  { name: "blurred", references: ["backpack"], prompt: "blur the background of 0" },
  {
    name: "collage",
    references: ["astronaut", "rocket", "coffee", "cat", "wolf"],
    prompt: "a collage of 0, 1, 2, 3 and 4",
    aspectRatio: "3:2",
  },
  { name: "side-by-side", references: ["bear", "sneaker"], prompt: "side by side: 0 and 1" },
];
