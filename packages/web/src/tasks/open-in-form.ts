import { setPrompt } from "../create/prompt.ts";
import { references, replaceWith } from "../create/references.ts";
import { inputOf, show } from "../create/run.ts";
import { replaceSettings } from "../create/settings.ts";
import { go } from "../route.ts";
import { toast } from "../ui/toast.tsx";
import { picturesOf } from "./task-facts.ts";
import type { RemixTask } from "./tasks.ts";

/** Fills the form with what a task was asked for, shows what it made, and goes there. */
export async function openInForm(task: RemixTask, names: (string | null)[] = []): Promise<void> {
  const input = inputOf(task);
  const pictures = picturesOf(task).map((uri, index) => ({
    uri,
    name: names[index] ?? `picture ${index}`,
    hints: input.hints?.[index] ?? null,
  }));
  await replaceWith(pictures);
  setPrompt(input.prompt);
  const { aspect_ratio, version, test_time_scaling, upscale_factor, remove_background, seed } = input;
  replaceSettings({
    aspect_ratio,
    version: version === "latest" ? undefined : version,
    test_time_scaling,
    upscale_factor,
    remove_background,
    seed,
  });
  if (task.output) show({ taskId: task.id, input, output: task.output });
  go("");
  const lost = references.value.filter(({ width }) => width === 0).length;
  if (lost > 0) toast(`${lost} of ${pictures.length} pictures cannot be shown any more: put others in their place.`);
}
