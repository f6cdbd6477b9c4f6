import type { Plan } from "@pastiche/contract";
import { planPrompt } from "./planPrompt.ts";

/** One prompt and what its plan must have. Keys that are not named are not compared. */
export interface Line {
  prompt: string;
  references: number;
  expect: {
    roles?: Record<string, string>;
    /** By index, without an article: the words that say what is meant in that reference. */
    phrases?: Record<string, string>;
    layout?: string;
    /** A backdrop's name, or "gradient" for any gradient. */
    backdrop?: string | null;
    /** Each must be found among the plan's subjects, by the keys that it names. */
    subjects?: Record<string, unknown>[];
    looks?: string[];
    /** Contents alone. */
    texts?: string[];
    unsupported?: string[];
    /** A part of one of the lines. */
    unsupported_contains?: string;
  };
}

/** Reads JSON lines; empty ones are skipped. */
export function readLines(jsonl: string): Line[] {
  return jsonl
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): Line => JSON.parse(line));
}

/** What a plan of this prompt has other than expected, in words; empty where all is right. Keys not named are not compared. */
export function compareLine({ prompt, references, expect }: Line): string[] {
  let plan: Plan;
  try {
    plan = planPrompt(prompt, references);
  } catch (error) {
    return [`threw ${String(error)}`];
  }
  const misses: string[] = [];
  const check = (what: string, expected: unknown, got: unknown) => {
    if (JSON.stringify(expected) !== JSON.stringify(got))
      misses.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
  };
  for (const [index, role] of Object.entries(expect.roles ?? {}))
    check(`role of ${index}`, role, plan.references[Number(index)]?.role);
  for (const [index, phrase] of Object.entries(expect.phrases ?? {}))
    check(`phrase of ${index}`, phrase, plan.references[Number(index)]?.phrase.replace(/^(?:the|an?|my) /i, ""));
  if (expect.layout !== undefined) check("layout", expect.layout, plan.layout);
  if (expect.looks !== undefined) check("looks", [...expect.looks].sort(), [...plan.looks].sort());
  if (expect.texts !== undefined)
    check(
      "texts",
      expect.texts,
      plan.texts.map((text) => text.content),
    );
  if (expect.backdrop !== undefined) {
    const { kind, name } = plan.backdrop ?? { kind: null, name: null };
    check("backdrop", expect.backdrop, expect.backdrop === kind ? kind : name);
  }
  if (expect.unsupported !== undefined) check("unsupported", expect.unsupported, plan.unsupported);
  const { unsupported_contains: part } = expect;
  if (part !== undefined && !plan.unsupported.some((line) => line.includes(part)))
    misses.push(`unsupported: expected one with ${JSON.stringify(part)}, got ${JSON.stringify(plan.unsupported)}`);
  for (const expected of expect.subjects ?? []) {
    const found = plan.subjects.some((subject) => isPart(expected, new Map(Object.entries(subject))));
    if (!found)
      misses.push(`subjects: expected ${JSON.stringify(expected)}, got ${JSON.stringify(plan.subjects.map(brief))}`);
  }
  return misses;
}

function isPart(expected: Record<string, unknown>, subject: ReadonlyMap<string, unknown>): boolean {
  return Object.entries(expected).every(([key, value]) => JSON.stringify(subject.get(key)) === JSON.stringify(value));
}

function brief({
  box: _box,
  copies: _copies,
  as: _as,
  grounded: _grounded,
  z: _z,
  ...subject
}: Plan["subjects"][number]) {
  return subject;
}
