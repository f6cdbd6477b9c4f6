import { expect, test } from "vitest";
import { openAiSnippet, reveSnippet } from "./dialects.ts";
import { highlight, marksOf } from "./highlight.ts";
import { type Ask, filesSnippet, LANGUAGES, runSnippet, streamSnippet } from "./snippets.ts";

const prompt = "it's \"0\" and 1's \\ 😀\n0";
const ask: Ask = {
  baseUrl: "http://127.0.0.1:4700",
  input: { prompt, images: ["it's.png", "http://127.0.0.1:4700/files/file_1/a.png"] },
  names: ["it's.png", "b.png"],
  webhook: "https://your-server.com/webhook",
};
const mentions = [6, 13, 22].map((start) => ({ start, end: start + 1, references: [Number(prompt[start])] }));

test.each(LANGUAGES)(
  "the pieces of a snippet are its text, with the prompt's numbers in one piece each (%s)",
  (language) => {
    for (const snippet of [runSnippet, streamSnippet, filesSnippet, openAiSnippet, reveSnippet]) {
      const { text, syntax } = snippet(ask)[language];
      const pieces = highlight(text, syntax, marksOf(text, syntax, ask, mentions));
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      const numbers = pieces.filter(({ mark }) => mark?.by === "number");
      expect(numbers.map((piece) => [piece.text, piece.mark?.reference])).toEqual([
        ["0", 0],
        ["1", 1],
        ["0", 0],
      ]);
      expect(pieces.find(({ mark }) => mark?.by === "name" && mark.reference === 1)?.text).toBe(ask.input.images[1]);
    }
  },
);

test("a quote in the prompt does not turn a shell's words and strings about", () => {
  const { text, syntax } = streamSnippet(ask).curl;
  const strings = highlight(text, syntax).filter(({ kind }) => kind === "string");
  expect(strings.at(-3)?.text).toBe("'task_[0-9a-z]*'");
});
