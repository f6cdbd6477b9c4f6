import { signal } from "@preact/signals";
import { isText, recall, remember } from "../storage.ts";

export const prompt = signal(recall("prompt", isText) ?? "");

export function setPrompt(text: string): void {
  prompt.value = text;
  remember("prompt", text);
}
