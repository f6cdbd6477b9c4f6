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
  expect(exitCodeOf(new Failure("404"))).toBe(1);
  expect(exitCodeOf(new TypeError("a bug"))).toBe(1);
  expect(exitCodeOf(new Interrupted("SIGINT"))).toBe(130);
  expect(exitCodeOf(new Interrupted("SIGTERM"))).toBe(143);
});

test("what was foreseen is one line; a bug brings its stack", () => {
  expect(describe(new UsageError("two\n  lines"))).toBe("two lines");
  expect(describe(new RemixError("too_large", "too large"))).toBe("too large");
  expect(describe(new InferenceError("timeout", "silent"))).toBe("silent");
  expect(describe(new TypeError("a bug"))).toContain("failure.test.ts");
});
