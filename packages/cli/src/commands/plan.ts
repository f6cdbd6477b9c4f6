import { checkPrompt } from "../remix-flags.ts";

/** `pastiche plan`: what the prompt alone decides. */
export async function planCommand(prompt: string, { references }: { references: number }): Promise<void> {
  checkPrompt(prompt);
  const { planPrompt } = await import("@pastiche/engine");
  console.log(JSON.stringify(planPrompt(prompt, references), null, 2));
}
