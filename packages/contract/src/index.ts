export * from "./errors.ts";
export * from "./limits.ts";
export * from "./plan.ts";
export * from "./planOverrides.ts";
export * from "./remix.ts";
export * from "./status.ts";
