import type { UsageDay } from "@pastiche/client";
import { useState } from "preact/hooks";
import { creditsOf, numberOf } from "../lists/format.ts";
import { dayName } from "./day-table.tsx";
import "./days-chart.css";
import { type Measure, tasksOf } from "./usage.ts";

/** Shares of a square that is drawn as wide and high as there is room. */
const SIDE = 100;
/** Of a day's place, what stays empty beside its bar. */
const GAP = 0.25;

/** A bar for each day. In tasks: what completed, and over it, lighter, what did not. */
export function DaysChart({ days, measure, words }: { days: UsageDay[]; measure: Measure; words: string }) {
  const [pointed, setPointed] = useState<UsageDay | null>(null);
  const amountOf = measure === "credits" ? ({ credits }: UsageDay) => credits : tasksOf;
  const top = niceTop(Math.max(...days.map(amountOf)));
  const place = SIDE / days.length;
  const height = (value: number) => (value / top) * SIDE;
  return (
    <div class="days">
      <p class="days-pointed soft" aria-hidden="true">
        {pointed ? `${dayName(pointed.day)}: ${wordsOf(pointed)}` : measure === "tasks" ? <Legend /> : ""}
      </p>
      <div class="days-scale" aria-hidden="true">
        <span>{numberOf(top)}</span>
        <span>{numberOf(top / 2)}</span>
        <span>0</span>
      </div>
      <svg class="days-bars" viewBox={`0 0 ${SIDE} ${SIDE}`} preserveAspectRatio="none" role="img" aria-label={words}>
        {[0, 0.5].map((at) => (
          <line key={at} class="days-line" x1="0" x2={SIDE} y1={at * SIDE} y2={at * SIDE} />
        ))}
        <line class="days-line ground" x1="0" x2={SIDE} y1={SIDE} y2={SIDE} />
        {days.map((day, index) => {
          const whole = height(amountOf(day));
          const done = measure === "credits" ? whole : height(day.completed);
          const x = index * place + (place * GAP) / 2;
          const width = place * (1 - GAP);
          return (
            <g key={day.day} onPointerEnter={() => setPointed(day)} onPointerLeave={() => setPointed(null)}>
              <rect class="days-place" x={index * place} y="0" width={place} height={SIDE} />
              <rect class="days-rest" x={x} y={SIDE - whole} width={width} height={whole - done} />
              <rect class="days-bar" x={x} y={SIDE - done} width={width} height={done} />
            </g>
          );
        })}
      </svg>
      <div class="days-ends soft" aria-hidden="true">
        <span>{dayName(days[0].day)}</span>
        <span>{dayName(days[days.length - 1].day)}</span>
      </div>
    </div>
  );
}

function Legend() {
  return (
    <>
      <span class="days-key bar" /> completed <span class="days-key rest" /> failed or cancelled
    </>
  );
}

function wordsOf(day: UsageDay): string {
  const { completed, failed, cancelled, credits } = day;
  const parts = [
    `${numberOf(completed)} completed`,
    failed > 0 && `${numberOf(failed)} failed`,
    cancelled > 0 && `${numberOf(cancelled)} cancelled`,
    creditsOf(credits),
  ];
  return parts.filter(Boolean).join(", ");
}

/** The next of 2, 4, 6, 8, 10, 20, 40 …: its half is a whole number as well. */
function niceTop(most: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [2, 4, 6, 8, 10]) if (most <= step * power) return step * power;
  }
}
