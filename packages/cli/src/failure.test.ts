import { InferenceError } from "@pastiche/client";
import { RemixError } from "@pastiche/contract/errors";
import { expect, test } from "vitest";
import { describe, exitCodeOf, Failure, Interrupted, UsageError } from "./failure.ts";

const about = (pointer: string) => ({ errors: [{ pointer, detail: "wrong" }] });

test("2 is for what another command line would mend, 1 for work that failed, 128 and more for a signal", () => {
  expect(exitCodeOf(new UsageError("no such file"))).toBe(2);
  expect(exitCodeOf(new RemixError("validation_failed", "no reference 3", about("/input/prompt")))).toBe(2);
  expect(exitCodeOf(new InferenceError("validation_failed", "no version", about("/input/version")))).toBe(2);
  expect(exitCodeOf(new RemixError("validation_failed", "damaged", about("/input/images/0")))).toBe(1);
  expect(exitCodeOf(new RemixError("unsupported_media", "no picture", about("/input/images/0")))).toBe(1);
  expect(exitCodeOf(new InferenceError("connection_failed", "nobody there"))).toBe(1);
  expect(exitCodeOf(new InferenceError("unauthorized", "no key"))).toBe(2);
  expect(exitCodeOf(new InferenceError("unauthorized", "refused", { status: 401 }))).toBe(1);
  expect(exitCodeOf(new Failure("404"))).toBe(1);
  expect(exitCodeOf(new TypeError("a bug"))).toBe(1);
  expect(exitCodeOf(new Interrupted("SIGINT"))).toBe(130);
  expect(exitCodeOf(new Interrupted("SIGTERM"))).toBe(143);
});

test("every error is one line, and a bug says how to learn more", () => {
  expect(describe(new UsageError("two\n  lines"), {})).toBe("two lines");
  expect(describe(new RemixError("too_large", "too large"), {})).toBe("too large");
  expect(describe(new InferenceError("timeout", "silent"), {})).toBe("silent");
  const bug = describe(new TypeError("x is\nundefined"), {});
  expect(bug).toBe("TypeError: x is undefined (not foreseen; PASTICHE_LOG_LEVEL=debug says where)");
});

test("whoever asks for it is told where, and what was the cause", () => {
  const told = describe(new Failure("cannot", { cause: new Error("deeper") }), { PASTICHE_LOG_LEVEL: "debug" });
  expect(told).toContain("failure.test.ts");
  expect(told).toContain("deeper");
});
