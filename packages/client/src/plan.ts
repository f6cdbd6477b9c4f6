/** Pixels of the plan's own `size`, before any upscale. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Every decision of the engine, made before a pixel moved. A server may be newer than this client, so that roles,
 * relations, looks and the like are strings here, and a plan may hold more than this.
 */
export interface Plan {
  engine: string;
  seed: number;
  size: { width: number; height: number } | null;
  /** `confidence`: how sure the cut-out of a subject is, 0 to 1. */
  references: { index: number; role: string; phrase: string; confidence?: number }[];
  layout: string;
  subjects: {
    reference: number;
    phrase: string;
    relation: string | null;
    target: number | null;
    position: string | null;
    scale: string;
    count: number;
    box: Box | null;
    /** The boxes of the second copy and further ones. */
    copies: Box[];
  }[];
  looks: string[];
  texts: { content: string; position: string | null; box: Box | null }[];
  /** What the prompt asked for that this engine does not do, in words. */
  unsupported: string[];
}
