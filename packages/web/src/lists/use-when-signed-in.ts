import { effect } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { key } from "../session.ts";

/** Does something when this part is shown and again whenever a signal that it reads changes, as long as somebody is signed in. */
export function useWhenSignedIn(work: () => void): void {
  // Before anything is painted: what is left of another key goes at once.
  useLayoutEffect(
    () =>
      effect(() => {
        if (key.value !== null) work();
      }),
    [],
  );
}
