import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { progressView } from "./progress.ts";

function shown(isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const view = progressView(stream);
  view.show(0, "planning");
  view.show(49.6, "composing");
  view.show(75, "composing");
  view.end();
  return stream.read().toString();
}

test("on a terminal there is one line, drawn again and at last taken away", () => {
  const text = shown(true);
  expect(text).not.toContain("\n");
  expect(text).toMatch(/ 50% composing/);
  expect(text.endsWith("\r\u001b[2K")).toBe(true);
  expect(text.match(/█/g)).toHaveLength(12 + 18);
});

test("elsewhere there is a plain line for each new thing that is done", () => {
  expect(shown(false)).toBe("0% planning\n50% composing\n");
});
