import { withoutQuotes } from "../prompt/tokens/quotes.ts";
import { FONTS, type FontName } from "./fonts.ts";

/** A wish for a kind of letter, in words: "in a serif font", "handwritten", "in bold condensed letters". What is quoted wishes for nothing. */
const WISHES: readonly [RegExp, FontName][] = [
  [/\b(handwritten|handwriting|brush lettering|cursive|brush script)\b/i, "Pacifico"],
  [/\b(calligraph\w*|script) (font|letter\w*|type\w*)\b|\b(elegant script|in (calligraphy|script))\b/i, "Great Vibes"],
  [/\bsans[- ]?serif\b/i, "Montserrat"],
  [/\bslab[- ]?(serif|font|letter\w*|type\w*)\b/i, "Alfa Slab One"],
  [/\bserif\b/i, "DM Serif Display"],
  [
    /\b(typewriter (font|letter\w*|type|typeface|text|style)|monospaced?|mono (font|letter\w*|type\w*))\b/i,
    "Space Mono",
  ],
  [/\b(condensed|narrow) (font|letter\w*|type\w*)\b/i, "Anton"],
  [/\bcomic (font|letter\w*|type\w*)\b/i, "Bangers"],
  [/\b(concert|festival|movie|film|gig|race|fight)\W+(poster|flyer|ticket)\b/i, "Anton"],
  [/\bbold (font|letter\w*|type\w*)\b/i, "Archivo Black"],
];

/**
 * The font that suits a text: what the prompt asks for by kind, then what the words themselves call for, then the
 * occasion in the prompt, else a neutral sans. Scripts are never set in capitals only.
 */
export function chooseFont(content: string, prompt: string): FontName {
  const around = prompt.replace(content, " ");
  const allCapitals = content === content.toUpperCase() && /\p{Lu}{2}/u.test(content);
  const wishes = withoutQuotes(prompt).replace(content, " ");
  const wish = WISHES.find(([words]) => words.test(wishes));
  if (wish) return wish[1];
  for (const words of [content, around]) {
    const face = FONTS.find((font) => font.suits?.test(words) && !(allCapitals && font.capitals === "never"));
    if (face && !(words === around && tooCommon(face.name))) return face.name;
  }
  if (content.length > 42 && !allCapitals) return "DM Serif Display";
  return "Montserrat";
}

/** Kinds whose words stand in prompts for other reasons ("put the robot on the table", "a new …"): only the text itself calls for them. */
function tooCommon(name: FontName): boolean {
  return name === "Archivo Black" || name === "Space Mono" || name === "Pacifico" || name === "Anton";
}
