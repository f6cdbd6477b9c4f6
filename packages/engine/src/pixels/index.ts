export * from "./blur.ts";
export * from "./colour.ts";
export * from "./guided.ts";
export * from "./random.ts";
export * from "./raster.ts";
export * from "./resize.ts";
