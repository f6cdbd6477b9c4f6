import type { Position, Scale } from "@pastiche/contract";
import { Discourse } from "./discourse.ts";
import type { Mark } from "./marks.ts";
import { definedOnly, type Modifiers } from "./said.ts";

/** Gives positions, sizes, counts, flips and texts to the one they are said of. */
export class Wishes extends Discourse {
  protected position(position: Position, phrase: string, at: number): void {
    const previous = this.marks[at - 1];
    if (previous?.kind === "text") {
      const text = this.reading.texts.at(-1);
      if (text && text.position === null) {
        text.position = position;
        return;
      }
    }
    if (this.textComesNext(at)) {
      this.textPosition = position;
      return;
    }
    if (phrase === "on top" && this.firm("on")) return;
    this.modify({ position }, at);
    // "in the top left corner of 1"
    const next = this.marks[at + 1];
    const after = this.marks[at + 2];
    if ((next?.kind === "word" && next.word === "of") || (next?.kind === "relation" && after?.kind === "thing")) {
      if (!this.pending) this.pending = { relation: "in", inverse: false, word: "of", words: 0 };
    }
  }

  protected textComesNext(at: number): boolean {
    if (this.marks[at - 1]?.kind === "thing") return false;
    for (let i = at + 1; i < Math.min(this.marks.length, at + 7); i++) {
      const mark = this.marks[i];
      if (mark.kind === "text") return true;
      if (
        mark.kind !== "word" &&
        mark.kind !== "verb" &&
        mark.kind !== "pronoun" &&
        !(mark.kind === "sign" && mark.sign === "comma")
      )
        return false;
    }
    return false;
  }

  protected count(count: number, before: boolean, at: number): void {
    if (count < 1) return;
    if (count > 12) this.cannot(`${count} copies: this engine lays 12 at most`);
    const modifiers = { count: Math.min(12, count) };
    if (before) this.premodifiers = { ...this.premodifiers, ...modifiers };
    else this.modify(modifiers, at);
  }

  protected flip(how: "flip" | "upside down" | "rotated", at: number): void {
    if (how === "upside down") this.cannot("upside down: this engine does not turn a subject over");
    else if (how === "rotated") this.cannot("rotated: this engine does not turn a subject");
    else {
      const next = this.marks[at + 1];
      const isCommand = next?.kind === "thing" && (at === 0 || this.previousIs(at, "stop", "and", "comma"));
      if (isCommand || next?.kind === "pronoun") this.commandTo({ flip: true }, at);
      else this.modify({ flip: true }, at);
    }
  }

  protected scale(scale: Scale, command: boolean, at: number): void {
    if (command) this.commandTo({ scale }, at);
    else this.modify({ scale }, at);
  }

  /** "mirror the horse from 1", "shrink it": a verb that itself says what is asked. */
  protected commandTo(modifiers: Modifiers, at: number): void {
    if (this.marks[at + 1]?.kind === "pronoun" && this.head) {
      Object.assign(this.head, modifiers);
      return;
    }
    this.closeGroup();
    this.verb = "place";
    this.premodifiers = { ...this.premodifiers, ...modifiers };
  }

  /** Asks something of the one spoken of: the source of the last relation, or else the last one named. */
  protected modify(modifiers: Modifiers, at: number): void {
    const previous = this.marks[at - 1];
    const isBefore =
      this.group.length === 0 || previous?.kind === "verb" || (previous?.kind === "sign" && previous.sign === "with");
    const next = this.nextContent(at);
    if (isBefore && next?.kind === "thing" && !this.fronted) {
      this.premodifiers = { ...this.premodifiers, ...modifiers };
      return;
    }
    const sources = this.group.filter((one) => this.reading.links.some((link) => link.source === one.index));
    const said = (previous?.kind === "thing" && !this.linked ? this.group.at(-1) : sources.at(-1)) ?? this.group.at(-1);
    if (!said) {
      if (this.latest === null || this.objectWord) this.reading.unnamed = { ...this.reading.unnamed, ...modifiers };
      else if (this.head) Object.assign(this.head, definedOnly(modifiers));
      return;
    }
    Object.assign(said, definedOnly(modifiers));
  }

  protected nextContent(at: number): Mark | undefined {
    for (let i = at + 1; i < this.marks.length; i++) {
      const mark = this.marks[i];
      if (mark.kind === "sign" && (mark.sign === "stop" || mark.sign === "comma")) return undefined;
      if (mark.kind === "thing" || mark.kind === "text") return mark;
      if (mark.kind === "relation" || mark.kind === "action" || mark.kind === "pronoun") return mark;
    }
    return undefined;
  }

  protected text(content: string): void {
    this.reading.texts.push({ content, position: this.textPosition });
    this.textPosition = null;
    this.pending = null;
    this.withPending = false;
  }
}
