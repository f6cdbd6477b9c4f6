import type { Token } from "../tokens/token.ts";
import { readLook } from "../vocabulary/looks.ts";
import { IMAGE_NOUNS, RENDITION_NOUNS } from "../vocabulary/words.ts";
import { isNominal, isVerbal } from "./nouns.ts";

/** Words of file names that do not say what is in the picture. */
const GENERIC = new Set(
  "img dsc pic new final edit edited copy cutout crop cropped untitled unnamed download background foreground input output remix result test small large".split(
    " ",
  ),
);
const SHORTEST_WORD = 3;

/**
 * Where a prompt names no reference but its nouns stand in the names of the files, as if it had named them: "the shoe on the
 * dune" with shoe.jpg and dune-2.png is "the shoe from 0 on the dune from 1". Only where two are meant so, or all but
 * one, and no two files by one word. A word for a look ("at night") is no noun.
 * @param names of the files, one for each reference; null where a picture has none.
 */
export function referToFiles(tokens: Token[], names: readonly (string | null)[]): Token[] {
  if (names.length < 2 || tokens.some(({ kind }) => kind === "reference")) return tokens;
  const words = names.map(wordsOf);
  const ends = words.map((own, index) => {
    const others = words.filter((_, other) => other !== index);
    const isOwn = (word: string) => own.has(word) && !others.some((other) => other.has(word));
    const at = tokens.findIndex(
      (token, i) => isNominal(tokens, i) && isOwn(singular(token.word)) && !isLook(tokens, i),
    );
    return at < 0 ? null : endOfPhrase(tokens, at);
  });
  const known = ends.filter((end) => end !== null);
  if (known.length < Math.min(2, names.length - 1) || new Set(known).size < known.length) return tokens;
  return tokens.flatMap((token, i) => [token, ...referenceAfter(token, ends.indexOf(i + 1))]);
}

/** The place after the noun: "toy car" of toy.jpg is one thing. */
function endOfPhrase(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  while (isNominal(tokens, end) && !isVerbal(tokens, end)) end += 1;
  return end;
}

function referenceAfter({ end }: Token, index: number): Token[] {
  if (index < 0) return [];
  const place = { raw: "", start: end, end };
  return [
    { ...place, kind: "word", word: "from", references: [] },
    { ...place, kind: "reference", word: "<reference>", references: [index] },
  ];
}

const isLook = (tokens: readonly Token[], at: number) =>
  readLook(tokens, at) !== null || (at > 0 && readLook(tokens, at - 1) !== null);

/** "IMG_0042-redShoes.JPG": shoe, red, and redShoe, which may be one word */
function wordsOf(name: string | null): Set<string> {
  const base = (name ?? "").replace(/\.[a-z\d]+$/i, "");
  const parted = `${base} ${base.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")}`;
  const words = (parted.toLowerCase().match(/\p{L}+/gu) ?? []).map(singular);
  return new Set(
    words.filter(
      (word) =>
        word.length >= SHORTEST_WORD && !GENERIC.has(word) && !IMAGE_NOUNS.has(word) && !RENDITION_NOUNS.has(word),
    ),
  );
}

const singular = (word: string) => word.replace(/(?<=\p{L}{2}[^su])s$/u, "");
