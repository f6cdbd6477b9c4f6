import { expect, test } from "vitest";
import { ACTIONS } from "./actions.ts";

test("placements need no pose, deeds do", () => {
  expect(ACTIONS.get("sitting")).toMatchObject({ relation: "on", supported: true });
  expect(ACTIONS.get("rode")).toMatchObject({ relation: "on", supported: false, name: "riding" });
  expect(ACTIONS.get("wearing")).toMatchObject({ relation: "on", inverse: true, supported: true });
});
