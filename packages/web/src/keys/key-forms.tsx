import type { ApiKey } from "@pastiche/client";
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { wordsOf } from "../session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { toast } from "../ui/toast.tsx";
import "./key-forms.css";
import { changeKey, createKey } from "./keys.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRIES = {
  never: "Never",
  "7": "In 7 days",
  "30": "In 30 days",
  "90": "In 90 days",
  "365": "In a year",
  on: "On a day",
};

interface Limits {
  rate: number | null;
  concurrency: number | null;
  budget: number | null;
}

export function NewKey({ onMade, onClose }: { onMade(key: ApiKey): void; onClose(): void }) {
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState<string>("never");
  const [day, setDay] = useState("");
  const [admin, setAdmin] = useState(false);
  const [limits, setLimits] = useState<Limits>({ rate: null, concurrency: null, budget: null });
  const id = useId();
  return (
    <FormDialog
      title="New key"
      action="Make the key"
      isReady={name.trim() !== "" && (expiry !== "on" || day !== "")}
      onClose={onClose}
      onSubmit={async () => {
        const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== null));
        onMade(await createKey({ name: name.trim(), admin, expires_at: expiryOf(expiry, day), ...given }));
      }}
    >
      <div class="field">
        <label for={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          class="input"
          required
          maxLength={100}
          placeholder="the web shop"
          autocomplete="off"
          value={name}
          onInput={({ currentTarget: { value } }) => setName(value)}
        />
      </div>
      <div class="key-form-pair">
        <div class="field">
          <label for={`${id}-expiry`}>Expires</label>
          <select
            id={`${id}-expiry`}
            class="input"
            value={expiry}
            onChange={({ currentTarget: { value } }) => setExpiry(value)}
          >
            {Object.entries(EXPIRIES).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
        {expiry === "on" && (
          <div class="field">
            <label for={`${id}-day`}>Last day</label>
            <input
              id={`${id}-day`}
              class="input"
              type="date"
              required
              min={new Date().toISOString().slice(0, 10)}
              value={day}
              onInput={({ currentTarget: { value } }) => setDay(value)}
            />
          </div>
        )}
      </div>
      <LimitFields limits={limits} onChange={setLimits} />
      <label class="check">
        <input type="checkbox" checked={admin} onChange={({ currentTarget: { checked } }) => setAdmin(checked)} />
        <span>
          Admin
          <small class="soft">It may make, see, change and revoke every key.</small>
        </span>
      </label>
    </FormDialog>
  );
}

export function ChangeLimits({ of, onClose }: { of: ApiKey; onClose(): void }) {
  const { rate, concurrency, budget } = of;
  const [limits, setLimits] = useState<Limits>({ rate, concurrency, budget });
  return (
    <FormDialog
      title={`Limits of ${of.name}`}
      action="Change"
      isReady
      onClose={onClose}
      onSubmit={async () => {
        await changeKey(of.id, limits);
        toast(`The limits of ${of.name} were changed.`);
        onClose();
      }}
    >
      <LimitFields limits={limits} onChange={setLimits} />
    </FormDialog>
  );
}

const LIMITS = [
  { name: "rate", label: "Tasks a minute", min: 1, max: 100_000, about: "more are refused until the minute is over" },
  { name: "concurrency", label: "Tasks at once", min: 1, max: 10_000, about: "more wait" },
  { name: "budget", label: "Budget in credits", min: 0, max: 1e12, about: "for its whole life" },
] as const;

function LimitFields({ limits, onChange }: { limits: Limits; onChange(limits: Limits): void }) {
  const id = useId();
  return (
    <fieldset class="key-limits">
      <legend class="field-label">Limits</legend>
      <p class="soft">What is empty is not limited.</p>
      {LIMITS.map(({ name, label, min, max, about }) => (
        <div class="field" key={name}>
          <label for={`${id}-${name}`}>{label}</label>
          <input
            id={`${id}-${name}`}
            class="input"
            type="number"
            inputMode="numeric"
            placeholder="no limit"
            min={min}
            max={max}
            step={name === "budget" ? "any" : 1}
            value={limits[name] ?? ""}
            aria-describedby={`${id}-${name}-about`}
            onInput={({ currentTarget: { value } }) =>
              onChange({ ...limits, [name]: value === "" ? null : Number(value) })
            }
          />
          <small class="soft" id={`${id}-${name}-about`}>
            {about}
          </small>
        </div>
      ))}
    </fieldset>
  );
}

function FormDialog({
  title,
  action,
  isReady,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  action: string;
  isReady: boolean;
  onSubmit(): Promise<void>;
  onClose(): void;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="key-form-body"
        onSubmit={async (event) => {
          event.preventDefault();
          setBusy(true);
          setProblem(null);
          try {
            await onSubmit();
          } catch (error) {
            setProblem(wordsOf(error));
            setBusy(false);
          }
        }}
      >
        {children}
        {problem && (
          <p class="notice bad" role="alert">
            {problem}
          </p>
        )}
        <div class="key-form-buttons">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={busy || !isReady}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The end of the last day, where the person who chose it is. */
function expiryOf(expiry: string, day: string): string | undefined {
  if (expiry === "never") return undefined;
  if (expiry === "on") return new Date(`${day}T23:59:59`).toISOString();
  return new Date(Date.now() + Number(expiry) * DAY_MS).toISOString();
}
