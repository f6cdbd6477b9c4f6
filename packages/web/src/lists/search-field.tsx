import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import "./search-field.css";

const TYPING_PAUSE_MS = 250;

/** What is looked for, told a moment after the typing has stopped. */
export function SearchField({ label, term }: { label: string; term: Signal<string> }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label class="search-field">
      <span class="visually-hidden">{label}</span>
      <Icon name="search" size={16} />
      <input
        class="input"
        type="search"
        placeholder={label}
        autocomplete="off"
        maxLength={500}
        defaultValue={term.peek()}
        onInput={({ currentTarget: { value } }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => (term.value = value.trim()), value === "" ? 0 : TYPING_PAUSE_MS);
        }}
      />
    </label>
  );
}

/** A few choices of which one holds. */
export function Segments<Choice extends string>({
  label,
  choices,
  value,
}: {
  label: string;
  choices: Record<Choice, string>;
  value: Signal<Choice>;
}) {
  return (
    <fieldset class="filter-segments">
      <legend class="visually-hidden">{label}</legend>
      {(Object.keys(choices) as Choice[]).map((choice) => (
        <button
          key={choice}
          type="button"
          class="button small"
          aria-pressed={value.value === choice}
          onClick={() => (value.value = choice)}
        >
          {choices[choice]}
        </button>
      ))}
    </fieldset>
  );
}
