import type * as contract from "@pastiche/contract";
import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { InferenceErrorCode } from "./error.ts";
import type { InputOf, OutputOf, RemixInput, RemixOutput } from "./remix.ts";
import type { StatusText } from "./task.ts";

// Held by `tsc --noEmit`: the types that are published here and the schemas of the contract say the same.

test("the input is the contract's, but for the files, which are not uploaded yet", () => {
  type Contract = z.input<typeof contract.RemixInput>;
  expectTypeOf<Omit<RemixInput, "images">>().toEqualTypeOf<Omit<Contract, "images">>();
});

test("what the contract puts out, its plan included, is an output here; statuses and error codes are the same", () => {
  expectTypeOf<contract.RemixOutput>().toExtend<RemixOutput>();
  expectTypeOf<StatusText>().toEqualTypeOf<contract.Status>();
  expectTypeOf<contract.ErrorCode>().toExtend<InferenceErrorCode>();
});

test("an app is known by its name, whatever version or function of it is asked for", () => {
  expectTypeOf<InputOf<"reve/remix@compose:edit">>().toEqualTypeOf<RemixInput>();
  expectTypeOf<InputOf<"reve/remix:edit">>().toEqualTypeOf<RemixInput>();
  expectTypeOf<OutputOf<"reve/remix">>().toEqualTypeOf<RemixOutput>();
  expectTypeOf<InputOf<"some/app">>().toEqualTypeOf<Record<string, unknown>>();
});
