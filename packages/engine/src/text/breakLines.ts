/**
 * Breaks a text into `count` lines as even as they come: the longest line as short as can be, then the least sum of
 * squares. Breaks only between words (for scripts without spaces, where the language's own segmenter sees a word end).
 * Null where there are fewer words than lines. Line breaks in the text are kept whatever `count` says.
 */
export function breakLines(content: string, count: number, measure: (line: string) => number): string[] | null {
  const given = content
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (given.length > 1) return count === given.length ? given : null;
  const words = wordsOf(given[0] ?? "");
  if (words.length < count) return null;
  return evenest(words, count, measure);
}

/** A line ends neither on "&" nor before "& co", which would stand alone. */
const GAP = /(?<!&\s*)\s+(?!\s*&\s+\p{L}{1,2}\.?(?:\s|$))/u;

function wordsOf(line: string): string[] {
  if (!/[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]/u.test(line)) return line.split(GAP).map((word) => `${word} `);
  const segments = [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(line)];
  const words: string[] = [];
  for (const { segment, isWordLike } of segments) {
    if (!isWordLike && words.length > 0) words[words.length - 1] += segment;
    else words.push(segment);
  }
  return words;
}

function evenest(words: string[], count: number, measure: (line: string) => number): string[] {
  const n = words.length;
  // Words are measured once each: every pair of breaks would be a quarter of a million measurements for a long prompt.
  const ends = new Float64Array(n + 1);
  words.forEach((word, i) => {
    ends[i + 1] = ends[i] + measure(word);
  });
  const trailing = words.map((word) => measure(word) - measure(word.trimEnd()));
  // best[k][i]: the first i words on k lines.
  const best = Array.from({ length: count + 1 }, () =>
    Array.from({ length: n + 1 }, () => ({
      widest: Number.POSITIVE_INFINITY,
      squares: Number.POSITIVE_INFINITY,
      from: 0,
    })),
  );
  best[0][0] = { widest: 0, squares: 0, from: 0 };
  for (let k = 1; k <= count; k++) {
    for (let i = k; i <= n; i++) {
      for (let from = k - 1; from < i; from++) {
        const before = best[k - 1][from];
        const width = ends[i] - ends[from] - trailing[i - 1];
        const widest = Math.max(before.widest, width);
        const squares = before.squares + width * width;
        const now = best[k][i];
        if (widest < now.widest || (widest === now.widest && squares < now.squares)) {
          best[k][i] = { widest, squares, from };
        }
      }
    }
  }
  const lines: string[] = [];
  for (let k = count, i = n; k > 0; k--) {
    const { from } = best[k][i];
    lines.unshift(words.slice(from, i).join("").trim());
    i = from;
  }
  return lines;
}
