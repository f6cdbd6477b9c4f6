import type { Plan } from "@pastiche/client";
import { Icon } from "../ui/icon.tsx";
import "./understood.css";
import { understood } from "./understanding.ts";

/** What the server made of the prompt, while it is typed: who is who, and what it will not do. */
export function Understood() {
  const now = understood.value;
  return (
    <section class="understood" aria-label="What was understood" aria-live="polite">
      {now === null && <p class="soft">What the prompt is understood to mean is shown here as you type.</p>}
      {now && "problem" in now && (
        <p class="notice warn">
          <Icon name="warn" /> <span>{now.problem}</span>
        </p>
      )}
      {now && "plan" in now && <Reading plan={now.plan} />}
    </section>
  );
}

function Reading({ plan }: { plan: Plan }) {
  const extras = extrasOf(plan);
  return (
    <>
      <ul class="roles">
        {plan.references.map(({ index, role, phrase }) => (
          <li key={index} class={`ref-${index}`}>
            <span class="number">{index}</span>
            <strong>{ROLE_NAMES[role] ?? role}</strong>
            <span class="soft">{detailOf(plan, index, phrase)}</span>
          </li>
        ))}
      </ul>
      {extras.length > 0 && (
        <ul class="extras" aria-label="And">
          {extras.map((extra) => (
            <li key={extra}>{extra}</li>
          ))}
        </ul>
      )}
      {plan.unsupported.map((what) => (
        <p class="notice warn" key={what}>
          <Icon name="warn" /> <span>Not done by this engine: {what}</span>
        </p>
      ))}
    </>
  );
}

const ROLE_NAMES: Record<string, string> = {
  subject: "subject",
  scene: "scene",
  style: "style",
  palette: "colours",
  pattern: "pattern",
  unused: "not used",
};

/** "the bear, on 1, small, 3 times". */
function detailOf(plan: Plan, index: number, phrase: string): string {
  const subject = plan.subjects.find(({ reference }) => reference === index);
  const where =
    subject?.relation &&
    `${subject.relation.replaceAll("-", " ")}${subject.target === null ? "" : ` ${subject.target}`}`;
  return [
    phrase,
    where,
    subject?.position?.replace("-", " "),
    subject && subject.scale !== "normal" && subject.scale,
    subject && subject.count > 1 && `${subject.count} times`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function extrasOf({ layout, looks, texts }: Plan): string[] {
  return [
    ...(layout === "collage" ? ["collage"] : layout === "backdrop" ? ["on a backdrop"] : []),
    ...looks.map((look) => look.replaceAll("-", " ")),
    ...texts.map(({ content }) => `“${content}”`),
  ];
}
