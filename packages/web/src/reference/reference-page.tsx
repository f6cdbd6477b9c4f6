import { useEffect, useRef } from "preact/hooks";
import { About } from "./about.tsx";
import { Authentication, Calling, Files } from "./calling.tsx";
import { HEADINGS } from "./contents.ts";
import { ContentsList, showHeading } from "./contents-list.tsx";
import { OtherDialects } from "./other-dialects.tsx";
import "./reference-page.css";
import { SchemaTables } from "./schema-tables.tsx";
import { Errors, StatusNumbers } from "./statuses.tsx";
import { Webhooks } from "./webhooks.tsx";

/** The app's API page, alive: its code runs what stands in the form, on this server. */
export function ReferencePage({ section }: { section: string }) {
  const isFirst = useRef(true);
  useEffect(() => {
    if (HEADINGS.some(({ id }) => id === section)) showHeading(section);
    else if (!isFirst.current) scrollTo(0, 0);
    isFirst.current = false;
  }, [section]);
  return (
    <div class="page reference">
      <ContentsList />
      <article class="reference-text">
        <h1>API reference</h1>
        <About />
        <Calling />
        <Authentication />
        <Files />
        <Webhooks />
        <SchemaTables />
        <StatusNumbers />
        <Errors />
        <OtherDialects />
      </article>
    </div>
  );
}
