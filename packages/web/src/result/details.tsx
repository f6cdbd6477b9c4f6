import type { Result } from "../create/run.ts";
import { Icon } from "../ui/icon.tsx";
import { sizeSaid } from "./picture.ts";

/** What the picture is and how it came about, quietly. */
export function Details({ result }: { result: Result }) {
  const { output, input, tookMs, version } = result;
  const size = sizeSaid(output);
  const engine = output.plan?.engine ?? version;
  const seed = output.plan?.seed ?? input.seed;
  return (
    <dl class="result-details">
      {size && <Detail name="Size" value={`${size.width} × ${size.height}`} />}
      {typeof tookMs === "number" && <Detail name="Time" value={`${(tookMs / 1000).toFixed(1)} s`} />}
      {engine && <Detail name="Engine" value={engine} />}
      {typeof seed === "number" && <Detail name="Seed" value={String(seed)} />}
    </dl>
  );
}

function Detail({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** What was asked for and is not in the picture. */
export function Shortfalls({ result }: { result: Result }) {
  const { plan } = result.output;
  const insets = plan?.subjects.filter((subject) => subject.as === "inset") ?? [];
  const said = [
    ...(plan?.unsupported ?? []).map((what) => `Not done by this engine: ${what}`),
    ...insets.map(
      ({ reference }) => `Picture ${reference} is a framed print, since what to cut out of it was not sure enough.`,
    ),
  ];
  if (said.length === 0) return null;
  return (
    <ul class="result-shortfalls">
      {said.map((what) => (
        <li class="notice warn" key={what}>
          <Icon name="warn" size={16} /> <span>{what}</span>
        </li>
      ))}
    </ul>
  );
}
