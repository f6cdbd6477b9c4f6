import type { Usage } from "@pastiche/client";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { creditsOf, numberOf } from "../lists/format.ts";
import { Segments } from "../lists/search-field.tsx";
import { Failed, SignedOut } from "../lists/states.tsx";
import { useWhenSignedIn } from "../lists/use-when-signed-in.ts";
import { key } from "../session.ts";
import { DayTable, dayName } from "./day-table.tsx";
import { DaysChart } from "./days-chart.tsx";
import {
  allDaysOf,
  failure,
  isBusy,
  keyId,
  keys,
  loadUsage,
  MEASURES,
  measure,
  RANGES,
  range,
  tasksOf,
  usage,
} from "./usage.ts";
import "./usage-page.css";

/** What a key used, day by day, and what is left of its budget. */
export function UsagePage() {
  useWhenSignedIn(() => void loadUsage());
  return (
    <div class="page">
      <div class="page-head">
        <h1>Usage</h1>
      </div>
      {key.value === null ? <SignedOut to="see what it used" /> : <Shown />}
    </div>
  );
}

function Shown() {
  const now = usage.value;
  return (
    <>
      <div class="toolbar">
        <Segments label="Range" choices={RANGES} value={range} />
        <Segments label="Counted in" choices={MEASURES} value={measure} />
        <KeyChoice />
      </div>
      {failure.value !== null && <Failed error={failure.value} again={() => void loadUsage()} />}
      {now === null && failure.value === null && (
        <div role="status">
          <span class="visually-hidden">Loading the usage…</span>
          <div class="usage-totals usage-wait-totals">
            {["tasks", "credits", "spent", "left"].map((name) => (
              <div key={name} class="skeleton" />
            ))}
          </div>
          <div class="skeleton usage-wait-chart" />
        </div>
      )}
      {now && (
        <div class="usage" aria-busy={isBusy.value}>
          <Totals of={now} />
          <Chart of={now} />
        </div>
      )}
    </>
  );
}

function KeyChoice() {
  const id = useId();
  if (keys.value.length < 2) return null;
  return (
    <div class="usage-key">
      <label for={id} class="soft">
        Key
      </label>
      <select
        id={id}
        class="input"
        value={keyId.value || usage.value?.key_id}
        onChange={({ currentTarget: { value } }) => (keyId.value = value)}
      >
        {keys.value.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} ({one.key})
          </option>
        ))}
      </select>
    </div>
  );
}

function Totals({ of }: { of: Usage }) {
  const sum = (name: "completed" | "failed" | "cancelled") => of.days.reduce((all, day) => all + day[name], 0);
  const others = [
    sum("failed") > 0 && `${numberOf(sum("failed"))} failed`,
    sum("cancelled") > 0 && `${numberOf(sum("cancelled"))} cancelled`,
  ].filter(Boolean);
  return (
    <dl class="usage-totals">
      <Total name={`Tasks in ${RANGES[range.value]}`} value={numberOf(of.tasks)}>
        {of.tasks === 0 ? "none yet" : others.length === 0 ? "all completed" : others.join(", ")}
      </Total>
      <Total name={`Credits in ${RANGES[range.value]}`} value={numberOf(of.credits)}>
        {of.tasks > 0 && `${numberOf(Math.round((of.credits / of.tasks) * 10) / 10)} a task`}
      </Total>
      <Total name="Spent in all" value={numberOf(of.credits_spent)}>
        {of.credits_reserved > 0 && `${creditsOf(of.credits_reserved)} set aside for what runs`}
      </Total>
      <Total name="Budget left" value={of.credits_remaining === null ? "no limit" : numberOf(of.credits_remaining)}>
        {of.budget !== null && (
          <>
            of {creditsOf(of.budget)}
            <span class="usage-meter" aria-hidden="true">
              <span
                style={{
                  width: `${of.budget === 0 ? 0 : Math.min(100, ((of.credits_remaining ?? 0) / of.budget) * 100)}%`,
                }}
              />
            </span>
          </>
        )}
      </Total>
    </dl>
  );
}

function Total({ name, value, children }: { name: string; value: string; children: ComponentChildren }) {
  return (
    <div class="sheet">
      <dt>{name}</dt>
      <dd class="usage-value">{value}</dd>
      <dd class="soft">{children}</dd>
    </div>
  );
}

function Chart({ of }: { of: Usage }) {
  const days = allDaysOf(of);
  const isCredits = measure.value === "credits";
  const amountOf = isCredits ? (day: Usage["days"][number]) => day.credits : tasksOf;
  const most = days.reduce((best, day) => (amountOf(day) > amountOf(best) ? day : best));
  const unit = isCredits ? "credits" : "tasks";
  const words =
    amountOf(most) === 0
      ? `No ${unit} were used between ${dayName(of.from)} and ${dayName(of.to)}.`
      : `${MEASURES[measure.value]} by day from ${dayName(of.from)} to ${dayName(of.to)}: ` +
        `${numberOf(amountOf(most))} at most, on ${dayName(most.day)}.`;
  return (
    <section class="usage-chart sheet" aria-labelledby="usage-chart-title">
      <h2 id="usage-chart-title">{MEASURES[measure.value]} by day</h2>
      <DaysChart days={days} measure={measure.value} words={words} />
      <p class="soft usage-words">{words} Days are counted in UTC.</p>
      <details class="usage-table">
        <summary>As a table</summary>
        <DayTable days={of.days.toReversed()} />
      </details>
    </section>
  );
}
