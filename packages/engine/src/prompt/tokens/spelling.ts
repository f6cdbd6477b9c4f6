import { OTHER_VERBS, PLACE_VERBS, POSITIONAL, PREPOSITIONS } from "../vocabulary/words.ts";

/** British and other spellings of the words that the grammar knows, and the usual slips, led to one form. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    colour: "color",
    colours: "colors",
    coloured: "colored",
    colouring: "coloring",
    colourful: "colorful",
    recolour: "recolor",
    recoloured: "recolored",
    grey: "gray",
    greyscale: "grayscale",
    centre: "center",
    centred: "centered",
    centrally: "center",
    watercolour: "watercolor",
    watercolours: "watercolor",
    watercolors: "watercolor",
    aquarelles: "aquarelle",
    tyre: "tire",
    ontop: "atop",
    infront: "in-front",
    bg: "background",
    backround: "background",
    photograph: "photo",
    photographs: "photos",
    pic: "picture",
    pics: "pictures",
    img: "image",
    imgs: "images",
    ref: "reference",
    refs: "references",
    mould: "mold",
    teh: "the",
    hte: "the",
    adn: "and",
    frm: "from",
    fom: "from",
    fomr: "from",
    accross: "across",
    nxt: "next",
    nex: "next",
    styl: "style",
    stile: "style",
    w: "with",
    whit: "white",
    balck: "black",
    blak: "black",
    wite: "white",
    withe: "white",
    bue: "blue",
    ble: "blue",
    gey: "gray",
    abov: "above",
    abve: "above",
    besid: "beside",
    behid: "behind",
    behin: "behind",
    undr: "under",
    betwen: "between",
    agains: "against",
    againts: "against",
    insde: "inside",
  }),
);

/** Words worth mending, because a whole role hangs on them. */
const KEYWORDS = [
  "background",
  "backdrop",
  "palette",
  "style",
  "watercolor",
  "aquarelle",
  "pattern",
  "texture",
  "reference",
  "image",
  "picture",
  "photo",
  "collage",
  "gradient",
  "transparent",
  "sketch",
  "vintage",
  "behind",
  "underneath",
  "colors",
  "color",
  "mosaic",
  "headline",
  "caption",
  "foreground",
  "horizontally",
  "opacity",
  "sunset",
  "replace",
  "between",
  "beneath",
  "painting",
  "drawing",
];

/** Those that no other word comes near to, so two slips are forgiven. */
const LENIENT = new Set([
  "palette",
  "background",
  "backdrop",
  "watercolor",
  "aquarelle",
  "transparent",
  "foreground",
  "underneath",
  "horizontally",
]);

/** Real words that stand one slip from a keyword, or are a form of it. */
const REAL = new Set(
  (
    "college cottage collages pallet pallets palate styles styled stylish still stale stylus backgrounds backdrops palettes patterns patterned " +
    "patter textures textured references referenced images imaged pictures pictured photos gradients sketched sketches sketchy vintages " +
    "mosaics headlines captions captioned patten posaic collar collars colored colony colon colt collie cotton sunsets painter " +
    "imagine village stitch snatch pasture mixture pointing printing paintings fainting panting drawings drowning posture capture phone photon prelate caution captain color colors collate collage"
  ).split(" "),
);

/** Short words that a role, a place or a size hangs on. One letter doubled, left out or in another's place leads to them. */
const SHORT = (
  "left right front middle center bottom corner above below behind beside under inside between white black blue pink green yellow orange purple brown " +
  "tiny small large huge giant style scene image photo colors colours grey contrast copies night winter remove replace mirror flip wearing holding riding driving sitting standing " +
  "hanging floating flying comic"
).split(" ");

/** Real words that such a slip in a short word could be. */
const REAL_SHORT = new Set(
  (
    "let font fount back lack pin ink tin tine tinny mall hue hug lip diving mage corer conic copse nigh sty whit writ bellow lace pace blow color contrasts " +
    "lying fling side bind hind riding writing ring biding siting rove ear earing fly"
  ).split(" "),
);

const VERBS_AND_PLACES = new Set([
  ...PREPOSITIONS,
  ...PLACE_VERBS,
  ...OTHER_VERBS,
  ...POSITIONAL,
  "white",
  "black",
  "green",
  "yellow",
  "brown",
]);

/** The form of a lower-case word that the grammar is written in. */
export function correctSpelling(word: string): string {
  const known = SPELLINGS.get(word);
  if (known !== undefined) return known;
  const short = shortWord(word);
  if (short !== null) return short;
  if (word.length < 4 || VERBS_AND_PLACES.has(word)) return word;
  const turned = neighboursTurned(word);
  if (turned !== null) return turned;
  if (word.length < 5 || word.length > 14 || REAL.has(word)) return word;
  for (const keyword of KEYWORDS) {
    if (word === keyword) return word;
    if (word[0] !== keyword[0]) continue;
    const allowed = LENIENT.has(keyword) && word.length >= 7 ? 2 : 1;
    if (Math.abs(word.length - keyword.length) <= allowed && slips(word, keyword) <= allowed) return keyword;
  }
  return word;
}

/** "lefft", "whte", "tiyn": a slip in a word that is too short to forgive any. */
function shortWord(word: string): string | null {
  if (SHORT.includes(word) || REAL_SHORT.has(word) || word.length < 3 || word.length > 9) return null;
  const meant = SHORT.find((one) => isDoubled(word, one) || lacksOne(word, one) || isTurned(word, one));
  return meant === undefined ? null : (SPELLINGS.get(meant) ?? meant);
}

const isDoubled = (word: string, meant: string) =>
  word.length === meant.length + 1 &&
  [...meant].some((letter, i) => meant.slice(0, i) + letter + meant.slice(i) === word);

/** Of words of four letters only those that lost their vowels: "lft", but not "bin". */
function lacksOne(word: string, meant: string): boolean {
  if (word.length !== meant.length - 1 || word[0] !== meant[0] || (word.length === 3 && /[aeiou]/.test(word)))
    return false;
  return [...meant].some((_, i) => meant.slice(0, i) + meant.slice(i + 1) === word);
}

/** "plcae", "rigth": two letters in each other's place make few other words, so any word that a role hangs on is mended. */
function neighboursTurned(word: string): string | null {
  if (word === "form") return null;
  for (let i = 1; i < word.length; i++) {
    const turned = word.slice(0, i - 1) + word[i] + word[i - 1] + word.slice(i + 1);
    if (turned !== word && VERBS_AND_PLACES.has(turned)) return turned;
  }
  return null;
}

/** Words that say a look or a limit by themselves. Those of four letters are mended only where two of them are turned. */
const WISHES = (
  "snow rain mist haze hazy dusk dawn dark warm cool cold soft bald grin wink noir " +
  "monochrome grayscale desaturated colorless sepia retro nostalgic antique polaroid victorian gouache impasto impressionist impressionistic " +
  "sketched sketchy pencil charcoal graphite crayon comic cartoon cartoonish manga anime midnight night nighttime nocturnal moonlit moonlight nightfall " +
  "starlit twilight sunrise snowy snowing snowfall snowstorm blizzard wintry winter rainy raining rainfall downpour drizzle rainstorm " +
  "stormy foggy misty contrast contrasty punchy dramatic dreamy ethereal moody gloomy darker darkened brighter brighten brightened sunny sunlit " +
  "lighten warmer warmth cooler colder bluish chilly bokeh blurred blurry bright " +
  "smile smiles smiled smiling laugh laughing crying grinning frown frowning winking yawning older younger elderly pregnant muscular faceswap " +
  "expression haircut hairstyle hairdo surprised furious " +
  "picasso rembrandt warhol hokusai kandinsky matisse vermeer michelangelo basquiat mondrian magritte caravaggio botticelli lichtenstein velazquez " +
  "cubism surrealism surrealist expressionism expressionist pointillism baroque renaissance graffiti claymation origami cyberpunk steampunk vaporwave synthwave"
).split(" ");

/** Real words one slip from a wish. */
const NO_WISHES = new Set(
  (
    "mits nori rani rian clod contract cosmic conic colic carton canyon amine amino froggy musty minty showy showing slowing sowing snoring stowing knowing " +
    "ruining raising railing reining raiding ranging winner winger winder winters storey story dreary moldy darter brighton sonny cooker coder color " +
    "blurted sailing styling grinding winning wining winding flown order olden metro night nigh eight light knight weight might sight blight fright flight " +
    "wright brights bride cubic victoria antiques smite while simile similes sacred scarred unique council stencil stumpy stork " +
    "rail rails randy racy punch pouchy dreams lightens lighter brightest couple cooled warner warmed barker marker chili child moods melody cooper magna magma repro nicht"
  ).split(" "),
);

/** A slip in a word that asks for a look, or for what this engine cannot do: "smilling", "snwo". */
export function correctWish(word: string): string {
  if (word.length < 4 || word.length > 16 || NO_WISHES.has(word) || WISHES.includes(word)) return word;
  return WISHES.find((wish) => isSlipOf(word, wish)) ?? word;
}

function isSlipOf(word: string, wish: string): boolean {
  if (isTurned(word, wish)) return true;
  const longest = Math.max(word.length, wish.length);
  // "storms", "dream": another ending makes another word.
  const sameStem = word.slice(0, longest - 1) === wish.slice(0, longest - 1);
  if (Math.min(word.length, wish.length) < 5 || word[0] !== wish[0] || sameStem) return false;
  return longest - Math.min(word.length, wish.length) <= 1 && slips(word, wish) === 1;
}

function isTurned(word: string, wish: string): boolean {
  if (word.length !== wish.length) return false;
  const at = [...word].findIndex((letter, i) => letter !== wish[i]);
  const turned = word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2);
  return at >= 0 && turned === wish;
}

/** Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, changes and swapped neighbours. */
function slips(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2][j - 2] + 1);
      rows[i][j] = best;
    }
  }
  return rows[a.length][b.length];
}
