import { expect, test } from "vitest";
import { InferenceError } from "./error.ts";
import { isPassing, pause, retryDelayMs } from "./retry.ts";

const POLICY = { maxRetries: 3, minDelayMs: 100, maxDelayMs: 5000 };
const lost = new InferenceError("connection_failed", "lost");

test("the wait doubles, with jitter of up to half, until the retries are used up", () => {
  for (const [failures, fullMs] of [
    [1, 100],
    [2, 200],
    [3, 400],
  ]) {
    const delayMs = retryDelayMs(POLICY, failures, lost);
    expect(delayMs).toBeGreaterThanOrEqual(fullMs / 2);
    expect(delayMs).toBeLessThanOrEqual(fullMs);
  }
  expect(retryDelayMs(POLICY, 4, lost)).toBeNull();
});

test("what the server asks for is never undercut; more than the limit is not waited for", () => {
  const asks = (retryAfterSeconds: number) =>
    new InferenceError("overloaded", "full", { status: 503, retryAfterSeconds });
  expect(retryDelayMs(POLICY, 1, asks(2))).toBeGreaterThanOrEqual(2000);
  expect(retryDelayMs(POLICY, 1, asks(6))).toBeNull();
});

test("only what passes is tried again: not a wrong request, not used-up credits", () => {
  expect(isPassing(lost)).toBe(true);
  expect(isPassing(new InferenceError("overloaded", "", { status: 503 }))).toBe(true);
  expect(isPassing(new InferenceError("rate_limited", "", { status: 429 }))).toBe(true);
  expect(isPassing(new InferenceError("credits_exhausted", "", { status: 429 }))).toBe(false);
  expect(isPassing(new InferenceError("validation_failed", "", { status: 422 }))).toBe(false);
  expect(isPassing(new InferenceError("internal_error", "", { status: 500 }))).toBe(false);
  expect(isPassing(new TypeError("a bug"))).toBe(false);
});

test("a pause ends with its signal", async () => {
  await expect(pause(60_000, AbortSignal.abort("enough"))).rejects.toBe("enough");
  await expect(pause(60_000, AbortSignal.timeout(5))).rejects.toThrow("timeout");
});
