import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { mentionsOf } from "../create/references.ts";
import { CopyButton } from "../ui/copy.tsx";
import { ask } from "./ask.ts";
import { highlight, marksOf } from "./highlight.ts";
import { chooseLanguage, language, NAME_OF } from "./language.ts";
import "./snippet.css";
import { type Code, LANGUAGES, type Language, type Snippet } from "./snippets.ts";

/** Code in each language; the choice of one is the whole page's. */
export function SnippetTabs({ name, snippet }: { name: string; snippet: Snippet }) {
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const stay = useStayInPlace(tabs);
  const chosen = language.value;
  const code = snippet[chosen];
  const choose = (next: Language) => {
    stay();
    chooseLanguage(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = (LANGUAGES.indexOf(chosen) + step + LANGUAGES.length) % LANGUAGES.length;
    choose(LANGUAGES[at]);
    tabs.current?.querySelectorAll<HTMLElement>("[role=tab]")[at].focus();
  };
  return (
    <div class="snippet">
      <div class="snippet-head">
        <div role="tablist" aria-label={name} class="snippet-tabs" ref={tabs} onKeyDown={onKeyDown}>
          {LANGUAGES.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`${id}-${one}`}
              aria-selected={one === chosen}
              aria-controls={`${id}-code`}
              tabIndex={one === chosen ? 0 : -1}
              onClick={() => choose(one)}
            >
              {NAME_OF[one]}
            </button>
          ))}
        </div>
        <CopyButton text={() => code.text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard. */}
      <pre id={`${id}-code`} role="tabpanel" aria-labelledby={`${id}-${chosen}`} tabIndex={0}>
        <Highlighted {...code} />
      </pre>
    </div>
  );
}

/** Code that is the same in every language. */
export function CodeBlock({ name, code, copied = code.text }: { name: string; code: Code; copied?: string }) {
  return (
    <div class="snippet">
      <div class="snippet-head">
        <span class="snippet-name">{name}</span>
        <CopyButton text={() => copied} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls. */}
      <pre role="group" aria-label={name} tabIndex={0}>
        <Highlighted {...code} />
      </pre>
    </div>
  );
}

function Highlighted({ text, syntax }: Code) {
  const { prompt, images } = ask.value.input;
  const marks = marksOf(text, syntax, ask.value, mentionsOf(prompt, images.length) ?? []);
  return (
    <code>
      {highlight(text, syntax, marks).map(({ text: part, kind, mark }, index) => {
        if (kind === "plain") return part;
        const name = mark === null ? `code-${kind}` : `code-string code-${mark.by} ref-${mark.reference}`;
        return (
          <span key={index} class={name}>
            {part}
          </span>
        );
      })}
    </code>
  );
}

/** Every snippet above changes its height with the language; the one that was touched stays where it is on the screen. */
function useStayInPlace(element: { current: HTMLElement | null }): () => void {
  const top = useRef<number | null>(null);
  const now = () => element.current?.getBoundingClientRect().top ?? 0;
  useLayoutEffect(() => {
    if (top.current === null) return;
    const before = top.current;
    top.current = null;
    // Once the snippets above have been drawn anew, too.
    requestAnimationFrame(() => scrollBy({ top: now() - before, behavior: "instant" }));
  }, [language.value]);
  return () => {
    top.current = now();
  };
}
