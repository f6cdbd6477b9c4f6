import type { ComponentChildren } from "preact";
import { CHAPTERS, elementId, titleOf } from "./contents.ts";

/** A section with its number. */
export function Chapter({ id, children }: { id: string; children: ComponentChildren }) {
  const chapter = CHAPTERS.find((one) => one.id === id);
  if (!chapter) throw new Error(`There is no chapter ${id}`);
  return (
    <section class="reference-chapter" aria-labelledby={elementId(id)}>
      <div class="reference-heading">
        <h2 id={elementId(id)} tabIndex={-1}>
          {titleOf(chapter)}
        </h2>
        <HeadingLink id={id} title={chapter.title} />
      </div>
      {children}
    </section>
  );
}

export function PartHeading({ id }: { id: string }) {
  const part = CHAPTERS.flatMap(({ parts }) => parts).find((one) => one.id === id);
  if (!part) throw new Error(`There is no part ${id}`);
  return (
    <div class="reference-heading">
      <h3 id={elementId(id)} tabIndex={-1}>
        {part.title}
      </h3>
      <HeadingLink id={id} title={part.title} />
    </div>
  );
}

function HeadingLink({ id, title }: { id: string; title: string }) {
  return (
    <a class="reference-link" href={`#/api/${id}`} aria-label={`Link to ${title}`}>
      #
    </a>
  );
}
