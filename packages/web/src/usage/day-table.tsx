import type { UsageDay } from "@pastiche/client";
import { numberOf } from "../lists/format.ts";

/** The numbers of the chart, to be read. Days without use are left out. */
export function DayTable({ days }: { days: UsageDay[] }) {
  if (days.length === 0) return <p class="soft">Nothing was used on any of these days.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="table-wrap" tabIndex={0} aria-label="Usage by day">
      <table class="table usage-days">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Completed</th>
            <th scope="col">Failed</th>
            <th scope="col">Cancelled</th>
            <th scope="col">Credits</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, completed, failed, cancelled, credits }) => (
            <tr key={day}>
              <th scope="row">{dayName(day)}</th>
              {[completed, failed, cancelled, credits].map((value, index) => (
                <td key={index}>{numberOf(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A day of the server, wherever it is looked at. */
export function dayName(day: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));
}
