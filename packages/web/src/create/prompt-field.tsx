import { MAX_PROMPT_CHARACTERS } from "@pastiche/contract/limits";
import { useId, useRef, useState } from "preact/hooks";
import "./prompt-field.css";
import { prompt, setPrompt } from "./prompt.ts";
import { mentionsOf, type Reference, references } from "./references.ts";

/** Where in the text a picture may be named by what was just typed: after an @, or at a digit. */
interface Offer {
  start: number;
  end: number;
  indices: number[];
  /** An @ asks to choose, so that Enter takes the choice; a digit has said it already. */
  asks: boolean;
}

/** The prompt, with every reference marked in its colour as it is typed, and offered on @. */
export function PromptField() {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const [chosen, setChosen] = useState(0);
  const text = prompt.value;
  const pictures = references.value;

  const look = () => {
    const { current } = area;
    const next = current && current.selectionStart === current.selectionEnd ? offerAt(current, pictures.length) : null;
    setOffer(next);
    setChosen(0);
  };
  const take = ({ start, end, indices }: Offer, which: number) => {
    const name = String(indices[which]);
    setPrompt(text.slice(0, start) + name + text.slice(end));
    setOffer(null);
    const at = start + name.length;
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at, at);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isRun = event.key === "Enter" && (event.metaKey || event.ctrlKey);
    if (offer === null || isRun) return;
    const count = offer.indices.length;
    const step = { ArrowDown: 1, ArrowUp: count - 1 }[event.key];
    if (step !== undefined && offer.asks) {
      event.preventDefault();
      setChosen((chosen + step) % count);
    } else if ((event.key === "Enter" || event.key === "Tab") && offer.asks) {
      event.preventDefault();
      take(offer, chosen);
    } else if (event.key === "Escape") {
      event.preventDefault();
      setOffer(null);
    }
  };

  return (
    <div class="field prompt">
      <label for={id}>Prompt</label>
      <div class="prompt-box">
        <Marks text={text} count={pictures.length} />
        <textarea
          id={id}
          ref={area}
          value={text}
          rows={3}
          maxLength={MAX_PROMPT_CHARACTERS}
          placeholder="the bear from 0 on the table from 1"
          aria-describedby={`${id}-help`}
          aria-autocomplete="list"
          aria-controls={offer ? `${id}-offer` : undefined}
          aria-activedescendant={offer?.asks ? `${id}-offer-${chosen}` : undefined}
          onInput={(event) => {
            setPrompt(event.currentTarget.value);
            look();
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setOffer(null)}
        />
      </div>
      {offer && (
        <div class="prompt-offer" role="listbox" id={`${id}-offer`} aria-label="Pictures">
          {offer.indices.map((index, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
            <div
              key={index}
              id={`${id}-offer-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={offer.asks && at === chosen}
              class={`ref-${index}`}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(offer, at)}
            >
              <Choice reference={pictures[index]} index={index} />
            </div>
          ))}
        </div>
      )}
      <div class="prompt-foot" id={`${id}-help`}>
        <span class="soft">Name pictures by number; @ offers them.</span>
        <Counter length={text.length} />
      </div>
    </div>
  );
}

function Choice({ reference, index }: { reference: Reference; index: number }) {
  return (
    <>
      <span class="number">{index}</span>
      <img src={reference.src} alt="" width="28" height="28" />
      <span class="prompt-offer-name">{reference.name}</span>
    </>
  );
}

/** The same text behind the field, with nothing to be seen of it but the marks. */
function Marks({ text, count }: { text: string; count: number }) {
  const parts = [];
  let at = 0;
  for (const { start, end, references: named } of mentionsOf(text, count) ?? []) {
    parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} class={`ref-${named[0]}`}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  // A last line that is empty has no height of its own.
  return (
    <div class="prompt-marks" aria-hidden="true">
      {parts}
      {`${text.slice(at)}\n`}
    </div>
  );
}

function Counter({ length }: { length: number }) {
  const left = MAX_PROMPT_CHARACTERS - length;
  return (
    <span class={left < 100 ? "prompt-count near" : "prompt-count"} title={`${left} characters left`}>
      <span class="visually-hidden">Characters: </span>
      {length} / {MAX_PROMPT_CHARACTERS}
    </span>
  );
}

function offerAt({ value, selectionStart }: HTMLTextAreaElement, count: number): Offer | null {
  const before = value.slice(0, selectionStart);
  const all = Array.from({ length: count }, (_, index) => index);
  const at = /(?:^|[\s'"[(])@(\d?)$/.exec(before);
  if (at && count > 0) {
    const indices = all.filter((index) => String(index).startsWith(at[1]));
    const start = selectionStart - at[1].length - 1;
    return indices.length > 0 ? { start, end: selectionStart, indices, asks: true } : null;
  }
  const digit = /(?:^|[\s'"[(#])(\d)$/.exec(before);
  const isShown = digit && Number(digit[1]) < count && !/^\w/.test(value.slice(selectionStart));
  if (!isShown) return null;
  return { start: selectionStart - 1, end: selectionStart, indices: [Number(digit[1])], asks: false };
}
