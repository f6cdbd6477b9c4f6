import { signal } from "@preact/signals";
import { recall, remember } from "../storage.ts";
import { LANGUAGES, type Language } from "./snippets.ts";

const isLanguage = (value: unknown): value is Language => LANGUAGES.some((one) => one === value);

/** One choice for every snippet of the page, kept for the next visit. */
export const language = signal<Language>(recall("language", isLanguage) ?? "typescript");

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  remember("language", chosen);
}

export const NAME_OF: Record<Language, string> = { typescript: "TypeScript", python: "Python", curl: "curl" };
