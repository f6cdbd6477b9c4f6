export const ANSWERS = ["application/json", "image/png", "image/jpeg", "image/webp"] as const;
export type AnswerType = (typeof ANSWERS)[number];

/** What an Accept header likes best of what Reve answers with; JSON where it does not say, as on Reve's own side. */
export function answerTypeOf(accept: string | undefined): AnswerType {
  const wishes = (accept ?? "")
    .split(",")
    .map((part) => {
      const [type, ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const q = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { type: type === "image/*" ? "image/png" : type, q: q === undefined ? 1 : Number(q) };
    })
    .toSorted((a, b) => b.q - a.q);
  for (const { type } of wishes) {
    const known = ANSWERS.find((answer) => answer === type);
    if (known !== undefined) return known;
  }
  return "application/json";
}
