import { type Token, wordAt } from "../tokens/token.ts";
import { readLook } from "./looks.ts";
import { type Match, phraseTable } from "./phrases.ts";
import { DETERMINERS, DOERS, FACES, FUNCTION_WORDS, PREPOSITIONS, RENDITION_NOUNS, STYLE_NOUNS } from "./words.ts";

/** What is asked for that needs a picture drawn anew, as `word: reason`. */
export function readLimit(tokens: readonly Token[], at: number): Match<string> | null {
  return (
    nameless(tokens, at) ?? named(tokens, at) ?? faceEdit(tokens, at) ?? guise(tokens, at) ?? fromBehind(tokens, at)
  );
}

const STYLE_REASON = "this engine takes a style from a reference picture, not from a name";

/** "in the style of Van Gogh": whatever is named, if it is no look that we have. */
function nameless(tokens: readonly Token[], at: number): Match<string> | null {
  const lead = readStyleOf(tokens, at);
  if (!lead) return null;
  let from = at + lead.length;
  if (DETERMINERS.has(wordAt(tokens, from))) from += 1;
  let to = from;
  while (tokens[to]?.kind === "word" && !FUNCTION_WORDS.has(tokens[to].word) && to < from + 5) to += 1;
  if (to === from || tokens[to]?.kind === "possessive" || readLook(tokens, from)) return null;
  return { length: to - at, value: `${raw(tokens, from, to)}: ${STYLE_REASON}` };
}

const readStyleOf = phraseTable<true>([
  ["in|into|with ~ same? style|manner|spirit|aesthetic|look of", true],
  ["in|into|with ~ colors|palette|tones|hues of", true],
]);

const LEADS = new Set("as like by of into in , . la".split(" "));
const WORKS = new Set("character film movie animation portrait scene world inspired -style".split(" "));

/** "as a Picasso", "cubist style", ", cyberpunk": a name that stands for a style, and not "the Picasso from 0". */
function named(tokens: readonly Token[], at: number): Match<string> | null {
  const name = readStyleName(tokens, at);
  if (!name) return null;
  const end = at + name.length;
  const next = tokens[end];
  const before = wordAt(tokens, DETERMINERS.has(wordAt(tokens, at - 1)) ? at - 2 : at - 1);
  const isStyle = next?.kind === "word" && (STYLE_NOUNS.has(next.word) || WORKS.has(next.word));
  const isRendition = next?.kind === "word" && RENDITION_NOUNS.has(next.word);
  const ends = next === undefined || next.kind === "comma" || next.kind === "stop" || FUNCTION_WORDS.has(next.word);
  const leads = before === "" || LEADS.has(before);
  if (!isStyle && !(leads && (isRendition || ends))) return null;
  return { length: name.length + (isStyle ? 1 : 0), value: `${raw(tokens, at, end)}: ${STYLE_REASON}` };
}

const oneOf = (words: string) => words.trim().split(/\s+/).join("|");

const ARTISTS = oneOf(`
  gogh monet manet picasso rembrandt dali warhol hokusai klimt kandinsky matisse vermeer michelangelo munch banksy basquiat rothko pollock mondrian
  magritte cezanne renoir degas caravaggio botticelli lichtenstein hockney escher mucha gauguin chagall velazquez goya kahlo`);
const MOVEMENTS = oneOf(`
  cubism cubist surrealism surrealist expressionism expressionist pointillism pointillist baroque renaissance rococo bauhaus fauvism fauvist dadaist
  futurist constructivist psychedelic graffiti claymation origami voxel cyberpunk steampunk vaporwave synthwave`);

const readStyleName = phraseTable<true>([
  [ARTISTS, true],
  [`van|frida ${ARTISTS}`, true],
  ["leonardo? da vinci", true],
  ["studio? ghibli|pixar|disney|dreamworks|simpsons|lego|minecraft", true],
  ["wes anderson", true],
  ["tim burton", true],
  [MOVEMENTS, true],
  ["art deco|nouveau", true],
  ["ukiyo e?", true],
  ["3d|clay", true],
  ["pixel|vector|voxel|clip art", true],
  ["low poly", true],
  ["stained glass", true],
]);

const FACE = "this engine does not change a face";
const BODY = "this engine does not change anybody's age or body";
const GUISE = "this engine changes neither clothes nor what anybody is";
const POSE = "this engine does not change a pose";
const SEASON = "this engine has no look of that season";
const DRAWN = "this engine draws nothing new";
const SIDE = "this engine shows a thing from where it was photographed";
/** Why nothing is taken out of a picture. */
export const KEEPS = "this engine lays things on a picture and takes nothing out of it";
export const FACE_SWAP = "face swap: this engine does not join one face to another head or body";

/** `phrase` makes room for something else: a face for another's, or a thing that would stay behind it. */
export function replacing(phrase: string): string {
  return FACES.has(phrase.split(" ").at(-1) ?? "") ? FACE_SWAP : `replacing ${phrase}: ${KEEPS}`;
}

/** "made of glass", "covered in chocolate": a material that no reference shows. */
export const ofMaterial = (words: string): string => `${words}: ${DRAWN}`;

const readEdit = phraseTable<[what: string | null, reason: string]>([
  ["face|head swap|swaps|swapping|swapped", [null, ""]],
  ["faceswap", [null, ""]],
  ["smile|smiles|smiled|smiling", ["smiling", FACE]],
  ["laugh|laughs|laughed|laughing", ["laughing", FACE]],
  ["cry|cries|cried|crying", ["crying", FACE]],
  ["grin|grinning|frown|frowns|frowning|wink|winking|pout|pouting|yawning", [null, FACE]],
  ["eyes|mouth open|closed|shut", [null, FACE]],
  ["open|close|closed|shut ~ eyes|mouth", [null, FACE]],
  ["change ~ facial? expression", ["expression", FACE]],
  ["older|younger|elderly|bald|pregnant|muscular|slimmer|thinner|fatter|skinnier|chubbier", [null, BODY]],
  ["as ~ child|kid|baby|teenager|toddler|adult", [null, BODY]],
  ["longer|shorter|blonde|curly|straight|different|new|other hair|haircut|hairstyle", [null, BODY]],
  ["change ~ hair|haircut|hairstyle|age|gender|body", [null, BODY]],
  ["change|new|different|another ~ pose|posture", ["pose", POSE]],
  ["speech|thought bubble|bubbles|balloon", [null, "this engine sets words without a frame"]],
  ...["spring", "summer", "autumn"].map((season): [string, [string, string]] => [
    `in|into|to|it|like ~ ${season}|${season}time`,
    [season, SEASON],
  ]),
  ...["spring", "summer", "autumn"].map((season): [string, [string, string]] => [
    `look|looks like ~ ${season}|${season}time`,
    [season, SEASON],
  ]),
  ["lying|laid|tipped|turned|lies on its|his|her side", ["on its side", "this engine does not turn a subject"]],
  ["~ reflection|reflections", ["reflection", DRAWN]],
  ["disappear|disappears|vanish", [null, KEEPS]],
  ["on fire", ["on fire", DRAWN]],
  ["in flames", ["in flames", DRAWN]],
  [
    "glowing|burning|melting|exploding|sparkling|steaming|smoking|bubbling|dripping|blooming|spinning|cracking|shattering|fluttering|flickering",
    [null, DRAWN],
  ],
  ["seen|viewed from above|below|behind", [null, SIDE]],
  ["bird 's eye view?", ["bird's eye view", SIDE]],
  ["aerial|top|side|rear view", [null, SIDE]],
  ["from above", [null, SIDE]],
  ["zoom|zooming|zoomed in|out", ["zooming", "this engine shows a picture as near as it was taken"]],
  ["turn around", [null, POSE]],
  ["turn|tilt|raise|lift|lower|move ~ head|arm|arms|hand|hands|leg|legs", [null, POSE]],
  ["hands|arms up|raised|crossed|folded|open", [null, POSE]],
]);

const MOODS = new Set(
  "angry sad happy happier sadder angrier surprised scared serious excited bored furious".split(" "),
);
const BEFORE_MOODS = new Set("look looks looking more be very her him them she he they".split(" "));

function faceEdit(tokens: readonly Token[], at: number): Match<string> | null {
  const edit = readEdit(tokens, at);
  if (edit) {
    const [what, reason] = edit.value;
    const words = tokens.slice(at, at + edit.length).filter(({ word }) => !DETERMINERS.has(word));
    const name = what ?? words.map(({ word }) => word).join(" ");
    return { length: edit.length, value: reason === "" ? FACE_SWAP : `${name}: ${reason}` };
  }
  const next = tokens[at + 1];
  const ends = next?.kind !== "word" || FUNCTION_WORDS.has(next.word);
  const isSaidOf = at === 0 || BEFORE_MOODS.has(wordAt(tokens, at - 1));
  return MOODS.has(tokens[at].word) && ends && isSaidOf ? { length: 1, value: `${tokens[at].word}: ${FACE}` } : null;
}

const readGuise = phraseTable<true>([
  ["as|like ~", true],
  ["dressed|disguised as|like ~", true],
  ["turned|transformed|changed into ~", true],
]);
/** Not what somebody becomes: "use 0 as a model". */
const NO_GUISE = new Set("model figure statue sculpture player person people subject kid child baby ghost".split(" "));

/** "as a pirate", "turned into a zombie" */
function guise(tokens: readonly Token[], at: number): Match<string> | null {
  const noun = at + (readGuise(tokens, at)?.length ?? 0);
  const isNew = /^an?$/.test(wordAt(tokens, noun - 1)) && noun > at;
  const isSomebody = DOERS.has(wordAt(tokens, noun)) && !NO_GUISE.has(wordAt(tokens, noun));
  // "as tall as a horse"
  const isCompared = wordAt(tokens, at - 2) === "as";
  const next = tokens[noun + 1];
  const ends = next?.kind !== "word" || FUNCTION_WORDS.has(next.word);
  return isNew && isSomebody && !isCompared && ends
    ? { length: noun + 1 - at, value: `${raw(tokens, at, noun + 1)}: ${GUISE}` }
    : null;
}

/** "from behind", but not "from behind the curtain" */
function fromBehind(tokens: readonly Token[], at: number): Match<string> | null {
  const next = tokens[at + 2];
  const ends = next !== undefined && (next.kind !== "word" || PREPOSITIONS.has(next.word));
  return wordAt(tokens, at) === "from" && wordAt(tokens, at + 1) === "behind" && ends
    ? { length: 2, value: `from behind: ${SIDE}` }
    : null;
}

const raw = (tokens: readonly Token[], from: number, to: number) =>
  tokens
    .slice(from, to)
    .map((token) => token.raw)
    .join(" ");
