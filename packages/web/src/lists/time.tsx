import { ago, dayOf, exactly, momentOf } from "./format.ts";

/** A moment, as near as one needs it; exactly when pointed at. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactly(at)}>
      {ago(at)}
    </time>
  );
}

export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactly(at)}>
      {momentOf(at)}
    </time>
  );
}

export function Day({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactly(at)}>
      {dayOf(at)}
    </time>
  );
}
