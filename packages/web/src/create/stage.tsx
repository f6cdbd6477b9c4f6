import { useEffect, useRef } from "preact/hooks";
import { Lazy } from "../ui/lazy.tsx";
import { isBusy, result, run } from "./run.ts";
import "./stage.css";
import { Watch } from "./watch.tsx";
import { Welcome } from "./welcome.tsx";

/** Where the picture is: what can be tried before there is one, how it comes about, and then the picture. */
export function Stage() {
  const stage = useRef<HTMLElement>(null);
  const now = run.value;
  const made = result.value;
  const partial = now?.state === "working" ? now.partial : null;
  const isRedraw = now !== null && "isRedraw" in now && now.isRedraw;
  // There before the picture is: nothing jumps then, and a connection lost meanwhile costs nothing.
  useEffect(() => {
    // Shown, and told of, where it is needed.
    if (isBusy.value) loadResultView().catch(() => {});
    // Where it lies below the form, what is asked for is brought to the eye.
    if (isBusy.value && matchMedia("(max-width: 56rem)").matches) stage.current?.scrollIntoView({ behavior: "smooth" });
  }, [isBusy.value]);
  return (
    <section class="stage" ref={stage} aria-label="Result">
      {now && !isRedraw && <Watch run={now} />}
      {partial && !made && <img class="stage-partial" src={partial} alt="What there is so far" />}
      {made && <Lazy load={loadResultView} props={{ result: made, isBusy: isBusy.value }} />}
      {!made && !partial && (isBusy.value ? <div class="stage-wait" /> : <Welcome />)}
    </section>
  );
}

function loadResultView() {
  return import("../result/result-view.tsx").then((module) => module.ResultView);
}
