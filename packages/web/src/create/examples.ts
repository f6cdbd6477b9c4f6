import astronaut from "../../../../examples/astronaut.jpg";
import backpack from "../../../../examples/backpack.jpg";
import bear from "../../../../examples/bear.jpg";
import car from "../../../../examples/car.jpg";
import cat from "../../../../examples/cat.jpg";
import coffee from "../../../../examples/coffee.jpg";
import robot from "../../../../examples/robot.jpg";
import rocket from "../../../../examples/rocket.jpg";
import sloth from "../../../../examples/sloth.jpg";
import sneaker from "../../../../examples/sneaker.jpg";
import table from "../../../../examples/table.jpg";
import wolf from "../../../../examples/wolf.jpg";
import { wordsOf } from "../session.ts";
import { toast } from "../ui/toast.tsx";
import { setPrompt } from "./prompt.ts";
import { addFiles, references } from "./references.ts";
import { replaceSettings, type Settings } from "./settings.ts";

/** Photographs that come with the page, see examples/LICENCES.md. */
export const EXAMPLES = { astronaut, backpack, bear, car, cat, coffee, robot, rocket, sloth, sneaker, table, wolf };
export type ExampleName = keyof typeof EXAMPLES;

export interface Recipe {
  name: string;
  pictures: ExampleName[];
  prompt: string;
  settings?: Settings;
}

/** What a first visit may try; `thumbs/<name>.webp` shows what comes out. */
export const RECIPES: Recipe[] = [
  { name: "on-the-table", pictures: ["bear", "table"], prompt: "the bear from 0 on the table from 1" },
  {
    name: "poster",
    pictures: ["sneaker"],
    prompt: 'the sneaker from 0 on a pastel pink background with the headline "WALK ON AIR"',
    settings: { aspect_ratio: "3:4" },
  },
  { name: "behind", pictures: ["robot", "sloth"], prompt: "the robot from 0 behind the sloth from 1" },
  {
    name: "watercolor",
    pictures: ["coffee"],
    prompt: "0 as a watercolor painting",
    settings: { aspect_ratio: "4:3" },
  },
  {
    name: "headline",
    pictures: ["rocket"],
    prompt: 'poster with the headline "LIFT OFF" over the launch from 0',
    settings: { aspect_ratio: "2:3" },
  },
  {
    name: "collage",
    pictures: ["astronaut", "rocket", "coffee", "cat", "wolf"],
    prompt: "a collage of 0, 1, 2, 3 and 4",
    settings: { aspect_ratio: "3:2" },
  },
];

export async function addExample(name: ExampleName): Promise<void> {
  try {
    await addFiles([await fileOf(name)]);
  } catch (error) {
    toast(`The example could not be loaded: ${wordsOf(error)}`);
  }
}

/** Fills the form with a recipe, in place of what stood there. */
export async function fill(recipe: Recipe): Promise<void> {
  try {
    const files = await Promise.all(recipe.pictures.map(fileOf));
    references.value = [];
    setPrompt(recipe.prompt);
    replaceSettings(recipe.settings ?? {});
    await addFiles(files);
  } catch (error) {
    toast(`The example could not be loaded: ${wordsOf(error)}`);
  }
}

async function fileOf(name: ExampleName): Promise<File> {
  const response = await fetch(EXAMPLES[name]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new File([await response.blob()], `${name}.jpg`, { type: "image/jpeg" });
}
