import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { wordsOf } from "../session.ts";

/** A part of the page that is loaded when it is first shown. */
export function Lazy<P extends object>({ load, props }: { load(): Promise<ComponentType<P>>; props: P }) {
  const [state, setState] = useState<{ part: ComponentType<P> } | { error: unknown } | null>(null);
  const ask = () => {
    load().then(
      (part) => setState({ part }),
      (error) => setState({ error }),
    );
  };
  useEffect(() => {
    ask();
    addEventListener("online", ask);
    return () => removeEventListener("online", ask);
  }, []);
  if (state === null) return <div class="lazy-wait" aria-busy="true" />;
  if ("error" in state) {
    return (
      <div class="page">
        <div class="notice bad" role="alert">
          This part of the page could not be loaded: {wordsOf(state.error)}
          <button type="button" class="button small" onClick={() => location.reload()}>
            Reload
          </button>
        </div>
      </div>
    );
  }
  const Part = state.part;
  return <Part {...props} />;
}
