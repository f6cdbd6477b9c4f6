import type { RemixInput } from "@pastiche/client";
import { ASPECT_RATIOS, MAX_TEST_TIME_SCALING, UPSCALE_FACTORS } from "@pastiche/contract/limits";
import { useId } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { type InputField, remixApp } from "./app-schema.ts";
import "./controls.css";
import { changeSettings, randomSeed, settings } from "./settings.ts";

/** The controls of the app's input, with the choices and the words of its JSON Schema. */
export function Controls() {
  const now = settings.value;
  return (
    <div class="controls">
      <Ratio />
      <details class="more" open={isAnySet()}>
        <summary>
          More settings <Icon name="down" size={16} />
        </summary>
        <div class="more-body">
          <Version />
          <Effort />
          <Upscale />
          <Seed />
          <label class="check">
            <input
              type="checkbox"
              checked={now.remove_background ?? false}
              onChange={(event) => changeSettings({ remove_background: event.currentTarget.checked })}
            />
            <span>
              Transparent background
              <small class="soft">{descriptionOf("remove_background", "make background transparent.")}</small>
            </span>
          </label>
        </div>
      </details>
    </div>
  );
}

function Ratio() {
  const { aspect_ratio = null } = settings.value;
  const ratios = choicesOf("aspect_ratio", ASPECT_RATIOS);
  return (
    <fieldset class="ratios">
      <legend class="field-label">Format</legend>
      {[null, ...ratios].map((ratio) => (
        <label key={ratio} class={aspect_ratio === ratio ? "ratio chosen" : "ratio"}>
          <input
            type="radio"
            name="ratio"
            class="visually-hidden"
            checked={aspect_ratio === ratio}
            onChange={() => changeSettings({ aspect_ratio: ratio })}
          />
          <Shape ratio={ratio} />
          {ratio ?? "auto"}
        </label>
      ))}
    </fieldset>
  );
}

function Shape({ ratio }: { ratio: string | null }) {
  const [width, height] = (ratio ?? "1:1").split(":").map(Number);
  const scale = 20 / Math.max(width, height);
  return (
    <svg width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true">
      <rect
        x={(-width * scale) / 2}
        y={(-height * scale) / 2}
        width={width * scale}
        height={height * scale}
        rx="2"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-dasharray={ratio === null ? "3 2.5" : undefined}
      />
    </svg>
  );
}

function Version() {
  const id = useId();
  const { version = "latest" } = settings.value;
  const versions = remixApp.value?.versions ?? [];
  const about = versions.find(({ name }) => name === version)?.about;
  return (
    <div class="field">
      <label for={id}>Engine</label>
      <select
        id={id}
        class="input"
        value={version}
        onChange={({ currentTarget: { value } }) => changeSettings({ version: value === "latest" ? undefined : value })}
      >
        {versions.length === 0 && <option value="latest">latest</option>}
        {versions.map(({ name, engine }) => (
          <option key={name} value={name}>
            {engine && engine !== name ? `${name} — ${engine}` : name}
          </option>
        ))}
      </select>
      {about && <small class="soft">{about}</small>}
    </div>
  );
}

function Effort() {
  const id = useId();
  const effort = settings.value.test_time_scaling ?? 1;
  const field = remixApp.value?.fields.get("test_time_scaling");
  return (
    <div class="field">
      <label for={id}>
        Effort <output class="soft">{effort === 1 ? "1 · once" : `${effort} · ${effort}× the price`}</output>
      </label>
      <input
        id={id}
        type="range"
        min={field?.minimum ?? 1}
        max={field?.maximum ?? MAX_TEST_TIME_SCALING}
        value={effort}
        onInput={({ currentTarget: { value } }) =>
          changeSettings({ test_time_scaling: value === "1" ? undefined : Number(value) })
        }
      />
    </div>
  );
}

function Upscale() {
  const now = settings.value.upscale_factor ?? null;
  const factors = choicesOf("upscale_factor", UPSCALE_FACTORS);
  return (
    <fieldset class="segments">
      <legend class="field-label">Enlarge</legend>
      {[null, ...factors].map((factor) => (
        <label key={factor} class={now === factor ? "chosen" : undefined}>
          <input
            type="radio"
            name="upscale"
            class="visually-hidden"
            checked={now === factor}
            onChange={() => changeSettings({ upscale_factor: factor })}
          />
          {factor ? `${factor}×` : "no"}
        </label>
      ))}
    </fieldset>
  );
}

const MAX_SEED = 4_294_967_295;

function Seed() {
  const id = useId();
  const { seed } = settings.value;
  return (
    <div class="field">
      <label for={id}>Seed</label>
      <div class="seed">
        <input
          id={id}
          class="input mono"
          type="number"
          min={0}
          max={MAX_SEED}
          placeholder="0"
          value={seed ?? ""}
          onInput={({ currentTarget: { value, validity } }) =>
            validity.valid && changeSettings({ seed: value === "" ? undefined : Number(value) })
          }
        />
        <button type="button" class="button" onClick={() => changeSettings({ seed: randomSeed() })}>
          <Icon name="dice" size={16} /> Another
        </button>
      </div>
      <small class="soft">{descriptionOf("seed", "the same input, seed and version give the same image.")}</small>
    </div>
  );
}

function isAnySet(): boolean {
  const { aspect_ratio: _, ...others } = settings.peek();
  return Object.keys(others).length > 0;
}

/** The schema's choices, in the schema's order; those that this page was built with while there is no schema yet. */
function choicesOf<Choice extends string | number>(name: keyof RemixInput, known: readonly Choice[]): Choice[] {
  const field: InputField | undefined = remixApp.value?.fields.get(name);
  const isKnown = (choice: string | number): choice is Choice => (known as readonly unknown[]).includes(choice);
  return field && field.choices.length > 0 ? field.choices.filter(isKnown) : [...known];
}

function descriptionOf(name: keyof RemixInput, otherwise: string): string {
  return remixApp.value?.fields.get(name)?.description || otherwise;
}
