import type { Look } from "@pastiche/contract";
import { type Token, wordAt } from "../tokens/token.ts";
import { type Match, phraseTable } from "./phrases.ts";

/** Words that say a look wherever they stand. */
const readSure = phraseTable<Look>([
  ["black and|an|n white", "black-and-white"],
  ["monochrome|monochromatic|grayscale|noir|desaturate|desaturated|colorless", "black-and-white"],
  ["film noir", "black-and-white"],
  ["gray scale", "black-and-white"],
  ["without|no color|colors", "black-and-white"],
  ["remove|drop|strip|lose ~ color|colors", "black-and-white"],
  ["sepia toned?", "sepia"],
  ["vintage|retro|nostalgic|antique|polaroid|victorian", "vintage"],
  ["old fashioned?", "vintage"],
  ["faded|aged|yellowed photo|picture|image|photograph|postcard|snapshot|print|film", "vintage"],
  ["old time|timey|school", "vintage"],
  ["twenties|thirties|forties|fifties|sixties|seventies|eighties", "vintage"],
  ["watercolor|aquarelle|gouache", "watercolor"],
  ["water color|colors", "watercolor"],
  ["oil painting|paint|paints|painted|portrait|canvas", "oil"],
  ["oil on canvas", "oil"],
  ["in oil|oils", "oil"],
  ["impasto|impressionist|impressionistic", "oil"],
  ["sketch|sketched|sketchy", "sketch"],
  ["pencil|charcoal|line|chalk|graphite|crayon|ink|pen drawing|sketch|art|illustration", "sketch"],
  ["hand drawn", "sketch"],
  ["in|with pencil|charcoal|graphite|chalk|ink", "sketch"],
  ["comic|comics|cartoon|cartoonish|manga|anime book|strip|panel|style?", "comic"],
  ["pop art", "comic"],
  ["graphic novel", "comic"],
  ["at night|nighttime|midnight", "night"],
  ["nighttime|nocturnal|moonlit|moonlight|nightfall|midnight|starlit", "night"],
  ["night time|scene|shot|sky|version", "night"],
  ["by night|moonlight", "night"],
  ["starry sky|night|heavens", "night"],
  ["bright? sunlight|sunshine", "bright"],
  ["in|into|to ~ night|nighttime|moonlight", "night"],
  ["at|in|into|during ~ sunset|sunrise|dusk|dawn|twilight", "sunset"],
  ["sunset|sunrise|dusk|dawn|twilight", "sunset"],
  ["golden hour", "sunset"],
  ["evening light|sun|glow", "sunset"],
  ["snow|snows|snowed|snowy|snowing|snowfall|snowstorm|blizzard|snowflakes|wintry|winter", "snow"],
  ["rain|rains|rained|rainy|raining|rainfall|downpour|drizzle|rainstorm|stormy", "rain"],
  ["fog|foggy|mist|misty|haze|hazy", "fog"],
  ["high|strong|more|higher|extra|stark|punchy contrast", "high-contrast"],
  ["increase|boost|raise|add|pump|crank|turn|up up? ~ contrast", "high-contrast"],
  ["increase|boost|raise|turn|up up? ~ brightness|exposure", "bright"],
  ["lower|reduce|decrease|turn down? ~ brightness|exposure", "dark"],
  ["contrasty|punchy|dramatic", "high-contrast"],
  ["dreamy|ethereal", "soft"],
  ["soft|gentle focus|light|lighting|glow|tones|colors|look|mood", "soft"],
  ["soften|softened|softer", "soft"],
  ["moody|gloomy|darker|dim|darkened|dimly", "dark"],
  ["low key", "dark"],
  ["brighter|brightened|sunny|sunlit|brighten|lighten", "bright"],
  ["high key", "bright"],
  ["darken", "dark"],
  ["warmer|warmth", "warm"],
  ["warm it|everything|~? up", "warm"],
  ["cool it|everything|~? down", "cool"],
  ["golden light|lighting|glow|tones", "warm"],
  ["cooler|colder|bluish|icy|chilly", "cool"],
  ["bokeh", "blurred-background"],
  ["shallow depth of? field?", "blurred-background"],
  ["blur|blurred|blurry|defocused|blurring ~ background|backdrop|surroundings", "blurred-background"],
  ["blur|blurring everything|all behind|around", "blurred-background"],
  ["out of focus background|backdrop", "blurred-background"],
  ["background|backdrop blur|blurred|blurry", "blurred-background"],
  ["background|backdrop is|should|be be? out? of? blurred|blurry|focus", "blurred-background"],
  ["background|backdrop out of focus", "blurred-background"],
]);

/** Plain adjectives: a look only where they stand alone or before a word for light, as in "warm light" or "…, dark". */
const readAdjective = phraseTable<Look>([
  ["warm|warmly", "warm"],
  ["cool|cold", "cool"],
  ["bright|brightly", "bright"],
  ["dark", "dark"],
  ["soft", "soft"],
  ["night", "night"],
  ["oil|oils", "oil"],
]);

const LIGHT_NOUNS = new Set(
  `light lights lighting tone tones toned color colors mood atmosphere look feel photo image picture style filter glow grading grade palette ambiance
   ambience hues temperature vibe vibes lit exposure edit version scene weather day sky skies shot evening morning afternoon`.split(
    /\s+/,
  ),
);

/** A look named at a token, with the word for light that belongs to it. */
export function readLook(tokens: readonly Token[], at: number): Match<Look> | null {
  const decade = /^(?:18|19|20[01])?\d0s$/.test(tokens[at]?.word ?? "") && tokens[at].kind === "number";
  const isYear =
    /^(?:18\d\d|19[0-8]\d)$/.test(wordAt(tokens, at)) && /^(?:from|in|of|circa)$/.test(wordAt(tokens, at - 1));
  if (decade || isYear) return { length: 1, value: "vintage" };
  // "too dark", "not at night", "without any fog"
  let before = at - 1;
  while (["at", "in", "the", "a", "any"].includes(wordAt(tokens, before))) before -= 1;
  if (["too", "less", "not", "no", "without"].includes(wordAt(tokens, before))) return null;
  const sure = readSure(tokens, at);
  if (sure)
    return { length: sure.length + (LIGHT_NOUNS.has(tokens[at + sure.length]?.word ?? "") ? 1 : 0), value: sure.value };
  const adjective = readAdjective(tokens, at);
  if (!adjective) return null;
  const next = tokens[at + 1];
  if (LIGHT_NOUNS.has(next?.word ?? "")) return { length: 2, value: adjective.value };
  const alone =
    !next ||
    next.kind === "comma" ||
    next.kind === "stop" ||
    next.word === "and" ||
    next.word === "with" ||
    next.word === "but" ||
    readSure(tokens, at + 1) !== null;
  return alone ? adjective : null;
}
