import { RemixError } from "@pastiche/contract/errors";
import { readQuote } from "./quotes.ts";
import { correctSpelling } from "./spelling.ts";
import type { Token } from "./token.ts";

const TAG = /<(img|image|ref|reference|frame)>\s*(-?\d+)\s*(?:<\/\1>)?/iy;
const DIGIT_IN_BRACKETS =
  /(?:\[\s?(\d)\s?\]|\(\s?(\d)\s?\)|\{\s?(\d)\s?\}|['‘’](\d)['’]|["“”„](\d)["“”]|`(\d)`|[#@](\d))(?![\p{L}\d])/uy;
const HEX = /#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![\p{L}\d])/iuy;
const NUMBER = /[$€£]?\d+(?:[.:/]\d+|,\d{3}(?!\d))*(?:%|°|-?\p{L}+)?/uy;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/uy;
const IMAGE_AND_DIGIT = /(image|img|photo|picture|pic|ref|reference|frame|input)[_-]?(\d)(?![\p{L}\d])/iuy;
const POSSESSIVE = /['’]s(?![\p{L}\d])/iuy;
const BLACK_AND_WHITE = /b\s?[&/]\s?w(?![\p{L}\d])/iuy;
const CLOSES_NUMBER = /^(?:\((?!left|right|top|bottom|middle|cent)|--)/i;
const TEXT_CUE =
  /(?:says?|saying|reads?|reading|texts?|words?|caption|headline|title|titled|slogan|write|number|digit|letters?|label|labelled|labeled)\s*:?\s*$/i;

/**
 * Splits a prompt, in time that grows with its length alone. `references` is how many pictures were given.
 * @throws RemixError validation_failed when a tag such as `<img>4</img>` names a picture that was not given.
 */
export function tokenise(prompt: string, references: number): Token[] {
  const tokens: Token[] = [];
  const push = (kind: Token["kind"], word: string, raw: string, start: number, end: number, named: number[] = []) =>
    tokens.push({ kind, word, raw, start, end, references: named });
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(prompt);
  };

  while (at < prompt.length) {
    const start = at;
    const tag = take(TAG);
    if (tag) {
      at = TAG.lastIndex;
      push("reference", "<reference>", tag[0], start, at, [referenceOfTag(tag[2], tag[0], references)]);
      continue;
    }
    const bracketed = take(DIGIT_IN_BRACKETS);
    if (
      bracketed &&
      !(/["'“‘„]/.test(bracketed[0][0]) && TEXT_CUE.test(prompt.slice(Math.max(0, start - 24), start)))
    ) {
      const index = Number(bracketed.slice(1).find((digit) => digit !== undefined));
      at = DIGIT_IN_BRACKETS.lastIndex;
      if (index < references) push("reference", "<reference>", bracketed[0], start, at, [index]);
      else push("number", String(index), bracketed[0], start, at);
      continue;
    }
    const hex = take(HEX);
    if (hex) {
      at = HEX.lastIndex;
      push("word", hex[0].toLowerCase(), hex[0], start, at);
      continue;
    }
    const quote = readQuote(prompt, at);
    if (quote) {
      at = quote.end;
      push("text", "<text>", quote.content, start, at);
      continue;
    }
    if (take(BLACK_AND_WHITE) && !/[\p{L}\d]/u.test(prompt[start - 1] ?? "")) {
      at = BLACK_AND_WHITE.lastIndex;
      push("word", "monochrome", prompt.slice(start, at), start, at);
      continue;
    }
    const fused = take(IMAGE_AND_DIGIT);
    if (fused) {
      const middle = start + fused[1].length;
      at = IMAGE_AND_DIGIT.lastIndex;
      push("word", correctSpelling(fused[1].toLowerCase()), fused[1], start, middle);
      push("number", fused[2], fused[2], at - 1, at);
      continue;
    }
    const possessive = tokens.length > 0 && tokens[tokens.length - 1].end === start ? take(POSSESSIVE) : null;
    if (possessive) {
      at = POSSESSIVE.lastIndex;
      push("possessive", "'s", possessive[0], start, at);
      continue;
    }
    const number = take(NUMBER);
    if (number) {
      at = NUMBER.lastIndex;
      push("number", number[0].toLowerCase(), number[0], start, at);
      continue;
    }
    const word = take(WORD);
    if (word) {
      at = WORD.lastIndex;
      pushWord(word[0], start, push);
      continue;
    }
    at += 1;
    // "with 1 (aspect ratio 16:9)", "with 1 --fast": what the number would count does not come after a bracket.
    if (tokens.at(-1)?.kind === "number" && CLOSES_NUMBER.test(prompt.slice(start, start + 8)))
      push("comma", ",", prompt[start], start, at);
    else pushSign(prompt, start, push);
  }
  return tokens;
}

type Push = (kind: Token["kind"], word: string, raw: string, start: number, end: number) => void;

const CONTRACTIONS = new Set(["it's", "that's", "there's", "he's", "she's", "let's", "what's"]);

function pushWord(raw: string, start: number, push: Push): void {
  const lower = raw.toLowerCase().replaceAll("’", "'");
  const end = start + raw.length;
  if (CONTRACTIONS.has(lower)) {
    push("word", lower.slice(0, -2), raw, start, end);
    push("word", "is", "", end, end);
  } else if (lower.endsWith("'s")) {
    push("word", correctSpelling(lower.slice(0, -2)), raw.slice(0, -2), start, end - 2);
    push("possessive", "'s", raw.slice(-2), end - 2, end);
  } else {
    push("word", correctSpelling(lower), raw, start, end);
  }
}

function pushSign(prompt: string, at: number, push: Push): void {
  const sign = prompt[at];
  const spaced = /\s/.test(prompt[at - 1] ?? " ") && /\s/.test(prompt[at + 1] ?? " ");
  if (sign === "&" || sign === "+") push("word", "and", sign, at, at + 1);
  else if (sign === "," || sign === "—" || sign === "|" || (/[-–/•·>]/.test(sign) && spaced))
    push("comma", ",", sign, at, at + 1);
  else if (sign === ":" || sign === "=") push("colon", ":", sign, at, at + 1);
  else if (
    sign === "." ||
    sign === ";" ||
    sign === "!" ||
    sign === "?" ||
    sign === "\n" ||
    sign === "…" ||
    sign === "。"
  )
    push("stop", ".", sign, at, at + 1);
}

function referenceOfTag(digits: string, tag: string, references: number): number {
  const index = Number(digits);
  if (index >= 0 && index < references) return index;
  const last = references - 1;
  const detail = `${tag} names image ${digits}, but ${references === 1 ? "only image 0 was" : `images 0 to ${last} were`} given`;
  throw new RemixError("validation_failed", detail, { errors: [{ pointer: "/input/prompt", detail }] });
}
