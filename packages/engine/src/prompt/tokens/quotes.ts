const CLOSING: Record<string, string> = {
  '"': '"',
  "“": '”“"',
  "„": '“”"',
  "«": "»",
  "»": "«",
  "‹": "›",
  "「": "」",
  "`": "`",
};
const SINGLE = new Set(["'", "‘", "‚"]);

/** A text in quotes that opens exactly at `at`, or null. An apostrophe opens nothing. */
export function readQuote(prompt: string, at: number): { content: string; end: number } | null {
  const sign = prompt[at];
  const closing = CLOSING[sign];
  if (closing !== undefined) return upTo(prompt, at, (i) => closing.includes(prompt[i]));
  if (!SINGLE.has(sign) || !opens(prompt, at)) return null;
  return upTo(
    prompt,
    at,
    (i) => (prompt[i] === "'" || prompt[i] === "’" || prompt[i] === "‘") && !/[\p{L}\d]/u.test(prompt[i + 1] ?? ""),
  );
}

/** What a prompt says itself: a space stands for each text in quotes. */
export function withoutQuotes(prompt: string): string {
  let said = "";
  let at = 0;
  while (at < prompt.length) {
    const quote = readQuote(prompt, at);
    said += quote ? " " : prompt[at];
    at = quote?.end ?? at + 1;
  }
  return said;
}

/** A single quote opens a text after a space or bracket and before a letter, but not in '90s, 'n' or 'tis. */
function opens(prompt: string, at: number): boolean {
  const before = prompt[at - 1] ?? " ";
  if (!/[\s([{:,;—–-]/.test(before)) return false;
  return (
    /^\S/.test(prompt.slice(at + 1, at + 2)) && !/^(?:\d\ds\b|n['’]|tis\b|em\b)/i.test(prompt.slice(at + 1, at + 6))
  );
}

function upTo(prompt: string, at: number, closes: (i: number) => boolean): { content: string; end: number } | null {
  for (let i = at + 1; i < prompt.length; i++) {
    if (!closes(i)) continue;
    const content = prompt.slice(at + 1, i).trim();
    return content === "" ? null : { content, end: i + 1 };
  }
  return null;
}
