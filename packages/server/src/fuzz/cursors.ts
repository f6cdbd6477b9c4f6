import fc, { type Arbitrary } from "fast-check";
import { numbers, strings } from "./values.ts";

const orders = fc.constantFrom("created_at desc, id desc", "created_at, id", "id desc", "key_id", "1; --", "");

/** Cursors of a list: nearly right, of another list, or no cursor at all. */
export const cursors: Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({
        o: orders,
        v: fc.array(fc.oneof(strings, numbers, fc.constant("<victim.task>")), { maxLength: 4 }),
        b: fc.boolean(),
      })
      .map((cursor) => Buffer.from(JSON.stringify(cursor)).toString("base64url")),
  },
  {
    weight: 1,
    arbitrary: fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
  },
  { weight: 1, arbitrary: strings },
);
