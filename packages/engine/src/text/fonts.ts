/** The curated open fonts (SIL OFL 1.1, from Fontsource), each with the occasions that it suits. */
export interface FontFace {
  /** What plans call it. */
  name: FontName;
  /** npm package; its files are `files/<file>-<subset>-<suffix>.woff2`. */
  package: string;
  file: string;
  suffix: string;
  /** The weight that the file declares; 400 for variable files, which are then set by variation. */
  weight: number;
  /** Space between capitals, in em. */
  tracking: number;
  lineHeight: number;
  /** The occasions that call for it, in words of the text or of the prompt; kinds of letters are wished for, in chooseFont. */
  suits: RegExp | null;
  /** Legible in capitals only, or never in them. */
  capitals?: "never";
}

export const FONT_NAMES = [
  "Montserrat",
  "Archivo Black",
  "Anton",
  "DM Serif Display",
  "Great Vibes",
  "Pacifico",
  "Alfa Slab One",
  "Bangers",
  "Space Mono",
  "Noto Sans",
] as const;
export type FontName = (typeof FONT_NAMES)[number];

/** In the order in which occasions are tried; the first that suits wins. */
export const FONTS: readonly FontFace[] = [
  {
    name: "Bangers",
    package: "@fontsource/bangers",
    file: "bangers",
    suffix: "400-normal",
    weight: 400,
    tracking: 0.03,
    lineHeight: 1.02,
    suits: /\b(comic|pow|boom|bang|zap|wham|kapow|wow|superhero|cartoon)\b/i,
  },
  {
    name: "Great Vibes",
    package: "@fontsource/great-vibes",
    file: "great-vibes",
    suffix: "400-normal",
    weight: 400,
    tracking: 0,
    lineHeight: 1.1,
    suits: /\b(wedding|marry|married|bride|groom|invitation|invited|forever|anniversary|with love|save the date)\b/i,
    capitals: "never",
  },
  {
    name: "Space Mono",
    package: "@fontsource/space-mono",
    file: "space-mono",
    suffix: "700-normal",
    weight: 700,
    tracking: 0.02,
    lineHeight: 1.2,
    suits: /\b(code|coding|hack\w*|terminal|developer|robot|cyber\w*|404|retro computer|tech)\b/i,
  },
  {
    name: "Alfa Slab One",
    package: "@fontsource/alfa-slab-one",
    file: "alfa-slab-one",
    suffix: "400-normal",
    weight: 400,
    tracking: 0.02,
    lineHeight: 1.08,
    suits:
      /\b(western|saloon|wanted|burger|bbq|barbecue|grill|beer|brew\w*|ipa|farm|rodeo|market|est\.?|since|garage)\b/i,
  },
  {
    name: "Pacifico",
    package: "@fontsource/pacifico",
    file: "pacifico",
    suffix: "400-normal",
    weight: 400,
    tracking: 0,
    lineHeight: 1.3,
    suits:
      /\b(birthday|hello|hi|hey|aloha|love|thank\w*|yummy|cute|sweet\w*|beach|holiday\w*|vacation|get well|good (morning|night)|baby|kids?|ice cream|welcome|cheers|happy)\b/i,
    capitals: "never",
  },
  {
    name: "DM Serif Display",
    package: "@fontsource/dm-serif-display",
    file: "dm-serif-display",
    suffix: "400-normal",
    weight: 400,
    tracking: 0.05,
    lineHeight: 1.1,
    suits:
      /\b(elegan\w*|luxur\w*|perfume|fashion|vogue|wine|jewel\w*|candle|atelier|maison|boutique|classic|magazine|editorial|salon|spa|book|novel|poem|autumn|fine|quote|chocolate|bistro|café|cafe|coffee)\b/i,
  },
  {
    name: "Anton",
    package: "@fontsource/anton",
    file: "anton",
    suffix: "400-normal",
    weight: 400,
    tracking: 0.02,
    lineHeight: 1.14,
    suits:
      /\b(poster|impact|concert|festival|live|tour|movie|film|game|race|gym|fitness|sport\w*|workout|run|launch|liftoff|lift-off|breaking|club|party|go|fight)\b/i,
  },
  {
    name: "Archivo Black",
    package: "@fontsource/archivo-black",
    file: "archivo-black",
    suffix: "400-normal",
    weight: 400,
    tracking: 0.01,
    lineHeight: 1.06,
    suits: /\b(sale|off|discount|deal\w*|save|free|new|now|buy|shop|black friday|offer|clearance|only)\b|%/i,
  },
  {
    name: "Montserrat",
    package: "@fontsource-variable/montserrat",
    file: "montserrat",
    suffix: "wght-normal",
    weight: 400,
    tracking: 0.06,
    lineHeight: 1.12,
    suits: null,
  },
  {
    name: "Noto Sans",
    package: "@fontsource-variable/noto-sans",
    file: "noto-sans",
    suffix: "wght-normal",
    weight: 400,
    tracking: 0.03,
    lineHeight: 1.25,
    suits: null,
  },
];

/** Fonts of other scripts. Devanagari is in Noto Sans itself; emoji are drawn in the text's own colour. */
const FALLBACKS = {
  "noto-sans-arabic": 1.4,
  "noto-sans-hebrew": 1.25,
  "noto-sans-thai": 1.4,
  "noto-sans-kr": 1.3,
  "noto-sans-jp": 1.3,
  "noto-sans-sc": 1.3,
  "noto-emoji": 1.2,
};
type Fallback = keyof typeof FALLBACKS;

/**
 * What stands behind the face that was chosen, in the order in which characters are looked for. Han characters are written
 * differently in China and Japan: kana and hangul tell which is meant, and without either it is Chinese.
 */
export function fallbacksFor(content: string): Omit<FontFace, "name" | "suits">[] {
  const han: Fallback[] = /[\u3040-\u30ff]/u.test(content)
    ? ["noto-sans-jp", "noto-sans-sc", "noto-sans-kr"]
    : /[\uac00-\ud7af]/u.test(content)
      ? ["noto-sans-kr", "noto-sans-jp", "noto-sans-sc"]
      : ["noto-sans-sc", "noto-sans-jp", "noto-sans-kr"];
  const files: Fallback[] = ["noto-sans-arabic", "noto-sans-hebrew", "noto-sans-thai", ...han, "noto-emoji"];
  return files.map((file) => ({
    package: `@fontsource-variable/${file}`,
    file,
    suffix: "wght-normal",
    weight: 400,
    tracking: 0,
    lineHeight: FALLBACKS[file],
  }));
}

export function faceOf(name: FontName): FontFace {
  const face = FONTS.find((font) => font.name === name);
  if (!face) throw new Error(`no face is listed for the font ${name}`);
  return face;
}
