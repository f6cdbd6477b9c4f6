import { signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { go } from "../route.ts";
import { CHAPTERS, elementId, HEADINGS, titleOf } from "./contents.ts";
import "./contents-list.css";

/** The heading that is read. */
const current = signal(HEADINGS[0].id);

/** Goes to a heading, and lets a reader of the screen go on from there. */
export function showHeading(id: string): void {
  const heading = document.getElementById(elementId(id));
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
  current.value = id;
}

/** The table of contents: a list beside the text, or a choice above it where there is no room. */
export function ContentsList() {
  const field = useId();
  useFollowScroll();
  const now = current.value;
  const link = (id: string, title: string) => (
    <a href={`#/api/${id}`} aria-current={id === now ? "location" : undefined} onClick={() => showHeading(id)}>
      {title}
    </a>
  );
  return (
    <div class="contents">
      <nav class="contents-list" aria-label="On this page">
        <ul>
          {CHAPTERS.map((chapter) => (
            <li key={chapter.id}>
              {link(chapter.id, titleOf(chapter))}
              {chapter.parts.length > 0 && (
                <ul>
                  {chapter.parts.map(({ id, title }) => (
                    <li key={id}>{link(id, title)}</li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </nav>
      <div class="contents-choice">
        <label for={field}>On this page</label>
        <select
          id={field}
          class="input"
          value={now}
          onChange={({ currentTarget: { value } }) => {
            go(`api/${value}`);
            showHeading(value);
          }}
        >
          {CHAPTERS.map((chapter) => [
            <option key={chapter.id} value={chapter.id}>
              {titleOf(chapter)}
            </option>,
            chapter.parts.map(({ id, title }) => (
              <option key={id} value={id}>
                {`\u2003${title}`}
              </option>
            )),
          ])}
        </select>
      </div>
    </div>
  );
}

/** A heading counts as read once it is this far from the top of the window. */
const READ_PX = 160;

function useFollowScroll(): void {
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const elements = HEADINGS.map(({ id }) => ({ id, element: document.getElementById(elementId(id)) }));
      const above = elements.filter(({ element }) => element && element.getBoundingClientRect().top < READ_PX);
      current.value = above.at(-1)?.id ?? HEADINGS[0].id;
    };
    const onScroll = () => {
      frame ||= requestAnimationFrame(look);
    };
    addEventListener("scroll", onScroll, { passive: true });
    return () => {
      removeEventListener("scroll", onScroll);
      cancelAnimationFrame(frame);
    };
  }, []);
}
