import type { Ask, Syntax } from "./snippets.ts";

/** Where the text speaks of a picture: by its number in the prompt, or by its uri or name. */
export interface Mark {
  start: number;
  end: number;
  reference: number;
  by: "number" | "name";
}

/** A run of characters that look alike. */
export interface Piece {
  text: string;
  kind: "plain" | "comment" | "string" | "keyword";
  mark: Mark | null;
}

const DOUBLE = /"(?:[^"\\]|\\.)*"/.source;
const SINGLE = /'(?:[^'\\]|\\.)*'/.source;

/** Comments, strings and keywords, in this order, by syntax: enough for what the snippets say. */
const TOKENS: Record<Syntax, RegExp> = {
  typescript: tokens(
    "//[^\\n]*|/\\*[^]*?\\*/",
    `${DOUBLE}|${SINGLE}|\`(?:[^\`\\\\]|\\\\.)*\``,
    "import|export|from|const|await|async|for|of|if|return|new|function",
  ),
  python: tokens(
    "#[^\\n]*",
    `"""[^]*?"""|f?${DOUBLE}|f?${SINGLE}`,
    "import|from|for|in|if|def|return|with|as|open|and|True|False|None",
  ),
  shell: tokens(
    "(?<=^|\\n|\\s)#[^\\n]*",
    `"(?:[^"\\\\]|\\\\[^])*"|'[^']*'(?:\\\\''[^']*')*`,
    "curl|npm|pip|export|upload|printf|openssl",
  ),
  json: tokens("(?!)", DOUBLE, "true|false|null"),
};

function tokens(comment: string, string: string, keyword: string): RegExp {
  return new RegExp(`(?<comment>${comment})|(?<string>${string})|(?<keyword>(?<![.\\w])(?:${keyword})\\b)`, "g");
}

/** A whole schema would be thousands of elements, for which everything on the page waits. */
const MAX_CHARACTERS = 6000;

/** The text in pieces, cut at tokens and at marks. Joined again they are the text. */
export function highlight(text: string, syntax: Syntax, marks: Mark[] = []): Piece[] {
  if (text.length > MAX_CHARACTERS) return [{ text, kind: "string", mark: null }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS[syntax])) {
    const { comment, string } = match.groups ?? {};
    const end = match.index + match[0].length;
    const kind = comment !== undefined ? "comment" : string !== undefined ? "string" : "keyword";
    pieces.push(...cut(at, match.index, "plain"), ...cut(match.index, end, kind));
    at = end;
  }
  return [...pieces, ...cut(at, text.length, "plain")];

  function cut(from: number, to: number, kind: Piece["kind"]): Piece[] {
    const inside = marks.filter(({ start, end }) => start >= from && end <= to && end > start);
    const parts: Piece[] = [];
    let done = from;
    for (const mark of inside) {
      parts.push({ text: text.slice(done, mark.start), kind, mark: null });
      parts.push({ text: text.slice(mark.start, mark.end), kind, mark });
      done = mark.end;
    }
    parts.push({ text: text.slice(done, to), kind, mark: null });
    return parts.filter((part) => part.text !== "");
  }
}

export interface Mention {
  start: number;
  end: number;
  references: readonly number[];
}

/** Where a snippet speaks of pictures, in order. Each language escapes letter by letter, so that what stands before a mention is as long as it is by itself. */
export function marksOf(text: string, syntax: Syntax, { input: { prompt, images } }: Ask, mentions: Mention[]): Mark[] {
  const start = text.indexOf(`"${escaped(prompt)}"`);
  const place = (at: number) => start + 1 + escaped(prompt.slice(0, at)).length;
  const numbers = mentions.flatMap((mention): Mark[] =>
    start >= 0 && mention.references.length === 1
      ? [{ start: place(mention.start), end: place(mention.end), reference: mention.references[0], by: "number" }]
      : [],
  );
  const names = images.flatMap((image, reference) =>
    placesOf(`"${escaped(image)}"`, text).map((at): Mark => {
      return { start: at + 1, end: at + 1 + escaped(image).length, reference, by: "name" };
    }),
  );
  return [...numbers, ...names].sort((a, b) => a.start - b.start);

  function escaped(part: string): string {
    const inner = JSON.stringify(part).slice(1, -1);
    return syntax === "shell" ? inner.replaceAll("'", "'\\''") : inner;
  }
}

function placesOf(part: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) places.push(at);
  return places;
}
