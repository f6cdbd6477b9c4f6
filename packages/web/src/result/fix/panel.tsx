import type { Plan } from "@pastiche/client";
import { useId } from "preact/hooks";
import { isBusy, result } from "../../create/run.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { costOf } from "../picture.ts";
import { addText, canDuplicate, duplicate, fade, flip, reorder, takeAway, turnTo, write } from "./acts.ts";
import { canReorder, isSame, type Subject, type Thing, withSubject, withText } from "./changes.ts";
import { mending, nameOf, selected, thingsOf } from "./selection.ts";
import { UndoButtons } from "./undo.tsx";
import { changePlan, current } from "./versions.ts";

/** What there is in the picture, the nearest first, and what can be done with the one that is chosen. */
export function FixPanel() {
  const plan = current.value?.plan;
  if (!plan) return null;
  const cost = result.value ? costOf(result.value.output) : 0;
  const things = thingsOf(plan).toReversed();
  const gone = plan.subjects.flatMap(({ opacity }, at) => (opacity === 0 ? [at] : []));
  const chosen = selected.value && things.some((thing) => isSame(thing, selected.value)) ? selected.value : null;
  return (
    // While a run of the form is awaited nothing is changed: a redraw would take its place.
    <aside class="fix-panel" aria-label="Edit" tabIndex={-1} inert={isBusy.value}>
      <div class="fix-head">
        <UndoButtons />
        <button type="button" class="button small fix-add" onClick={addText}>
          <Icon name="text" size={16} /> Add text
        </button>
      </div>
      <ul class="fix-list" aria-label="In the picture">
        {things.map((thing) => (
          <li key={JSON.stringify(thing)}>
            <button
              type="button"
              class={thing.kind === "subject" ? `ref-${plan.subjects[thing.at].reference}` : ""}
              aria-pressed={isSame(chosen, thing)}
              onClick={() => (selected.value = isSame(chosen, thing) ? null : thing)}
            >
              <span class="number">{thing.kind === "text" ? "T" : plan.subjects[thing.at].reference}</span>
              <span class="fix-name">{nameOf(plan, thing)}</span>
            </button>
          </li>
        ))}
        {gone.map((at) => (
          <li key={`gone ${at}`} class="fix-gone">
            <span class={`number ref-${plan.subjects[at].reference}`}>{plan.subjects[at].reference}</span>
            <span class="fix-name">{nameOf(plan, { kind: "subject", at, copy: 0 })}</span>
            <button
              type="button"
              class="button quiet small"
              onClick={() => changePlan(withSubject(plan, at, { opacity: 1 }))}
            >
              Bring back
            </button>
          </li>
        ))}
      </ul>
      {chosen?.kind === "subject" && <SubjectTools key={JSON.stringify(chosen)} plan={plan} thing={chosen} />}
      {chosen?.kind === "text" && <TextTools key={JSON.stringify(chosen)} plan={plan} thing={chosen} />}
      {!chosen && <p class="soft fix-idle">Choose something in the picture to move, scale or turn it.</p>}
      {cost > 0 && (
        <p class="soft fix-idle">
          Each change is drawn by a run of its own: {cost} {cost === 1 ? "credit" : "credits"}.
        </p>
      )}
    </aside>
  );
}

function SubjectTools({ plan, thing }: { plan: Plan; thing: Thing }) {
  const id = useId();
  const subject = plan.subjects[thing.at];
  const set = (changes: Partial<Subject>) => changePlan(withSubject(plan, thing.at, changes));
  return (
    <section class="fix-tools" aria-label={nameOf(plan, thing)}>
      <div class="fix-acts">
        <Act icon="flip" label="Flip" keys="F" run={() => flip(thing)} />
        <Act
          icon="front"
          label="Bring forward"
          keys="Page up"
          isOff={!canReorder(plan, thing.at, 1)}
          run={() => reorder(thing, 1)}
        />
        <Act
          icon="behind"
          label="Send behind"
          keys="Page down"
          isOff={!canReorder(plan, thing.at, -1)}
          run={() => reorder(thing, -1)}
        />
        <Act icon="plus" label="One more" keys="D" isOff={!canDuplicate(thing)} run={() => duplicate(thing)} />
        <Act icon="trash" label="Take away" keys="Delete" run={() => takeAway(thing)} />
      </div>
      <div class="field">
        <label for={`${id}-opacity`}>
          Opacity <output class="soft">{Math.round(subject.opacity * 100)} %</output>
        </label>
        <input
          id={`${id}-opacity`}
          type="range"
          min="0.05"
          max="1"
          step="0.05"
          value={subject.opacity}
          onInput={(event) => fade(thing, Number(event.currentTarget.value))}
        />
      </div>
      <div class="field">
        <label for={`${id}-turn`}>Turned by, degrees</label>
        <input
          id={`${id}-turn`}
          class="input"
          type="number"
          min="-180"
          max="180"
          step="1"
          value={Math.round(subject.rotation)}
          onInput={({ currentTarget }) => {
            if (currentTarget.value !== "" && currentTarget.validity.valid) turnTo(thing, currentTarget.valueAsNumber);
          }}
        />
      </div>
      {subject.as === "cutout" && (
        <label class="check">
          <input
            type="checkbox"
            checked={subject.grounded}
            onChange={(event) => set({ grounded: event.currentTarget.checked })}
          />
          <span>Casts a shadow</span>
        </label>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={subject.as === "inset"}
          onChange={(event) => set({ as: event.currentTarget.checked ? "inset" : "cutout" })}
        />
        <span>As a framed print</span>
      </label>
      <button type="button" class="button small" onClick={() => (mending.value = subject.reference)}>
        <Icon name="pencil" size={16} /> Mend the cut-out
      </button>
    </section>
  );
}

function TextTools({ plan, thing }: { plan: Plan; thing: Thing }) {
  const id = useId();
  const { content, colour } = plan.texts[thing.at];
  return (
    <section class="fix-tools" aria-label={nameOf(plan, thing)}>
      <div class="field">
        <label for={`${id}-words`}>Words</label>
        <textarea
          id={`${id}-words`}
          class="input"
          rows={2}
          // Keyed: undone from elsewhere, it shows what is.
          key={content}
          value={content}
          onChange={(event) => write(thing.at, event.currentTarget.value)}
        />
      </div>
      <div class="fix-colour">
        <label for={`${id}-colour`}>Colour</label>
        <input
          id={`${id}-colour`}
          type="color"
          value={colour ?? "#ffffff"}
          onInput={(event) =>
            changePlan(withText(plan, thing.at, { colour: event.currentTarget.value }), `colour ${thing.at}`)
          }
        />
        <button
          type="button"
          class="button quiet small"
          onClick={() => changePlan(withText(plan, thing.at, { colour: null }))}
        >
          Legible
        </button>
      </div>
      <div class="fix-acts">
        <Act icon="plus" label="One more" keys="D" isOff={!canDuplicate(thing)} run={() => duplicate(thing)} />
        <Act icon="trash" label="Take away" keys="Delete" run={() => takeAway(thing)} />
      </div>
    </section>
  );
}

function Act({
  icon,
  label,
  keys,
  run,
  isOff = false,
}: {
  icon: IconName;
  label: string;
  keys: string;
  run(): void;
  isOff?: boolean;
}) {
  return (
    <button
      type="button"
      class="button small icon-only"
      aria-label={label}
      title={`${label} (${keys})`}
      disabled={isOff}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
}
