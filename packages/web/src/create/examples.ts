import { wordsOf } from "../session.ts";
import { toast } from "../ui/toast.tsx";
import { setPrompt } from "./prompt.ts";
import { addFiles, references } from "./references.ts";
import { replaceSettings, type Settings } from "./settings.ts";

/** Photographs that come with the page, by name: see examples/LICENCES.md. */
export const EXAMPLES = byName(
  import.meta.glob<string>("../../../../examples/*.jpg", { eager: true, query: "?url", import: "default" }),
);
/** What comes out of each recipe, small. */
export const THUMBS = byName(
  import.meta.glob<string>("./thumbs/*.webp", { eager: true, query: "?url", import: "default" }),
);

export interface Recipe {
  name: string;
  pictures: string[];
  prompt: string;
  settings?: Settings;
}

/** What a first visit may try. */
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

export async function addExample(name: string): Promise<void> {
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

async function fileOf(name: string): Promise<File> {
  const response = await fetch(EXAMPLES[name]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new File([await response.blob()], `${name}.jpg`, { type: "image/jpeg" });
}

function byName(urls: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(urls).map(([path, url]) => [path.replace(/^.*\/|\.\w+$/g, ""), url]));
}
