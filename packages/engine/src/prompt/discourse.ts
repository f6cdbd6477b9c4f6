import type { Look, Position, Relation, Role } from "@pastiche/contract";
import type { Mark } from "./marks.ts";
import { blank, type Modifiers, type Reading, type Said } from "./said.ts";
import type { Thing } from "./things.ts";
import type { Verb } from "./verbs.ts";

/** Who is spoken of at a place of the prompt, and what still waits for its other half. */
export class Discourse {
  protected readonly reading: Reading;
  protected readonly marks: readonly Mark[];
  /** Those spoken of in this clause, in order. */
  protected group: Said[] = [];
  /** The last one that was placed or asked something of; what "it" means. */
  protected head: Said | null = null;
  protected latest: Said | null = null;
  protected pending: { relation: Relation; inverse: boolean; word: string; words: number } | null = null;
  protected pendingRole: Role | null = null;
  /** "behind the sofa in 1 is the cat": the place came first. */
  protected fronted: { relation: Relation | null; target: Said; inverse: boolean } | null = null;
  protected premodifiers: Modifiers = {};
  protected textPosition: Position | null = null;
  protected verb: Verb | null = null;
  /** The thing whose background or colours are to be exchanged: what comes next is the new one. */
  protected awaits: { role: "scene" | "style" | "palette" | "pattern" } | null = null;
  protected replaced: Said | null = null;
  protected linked = false;
  protected joins = false;
  protected withPending = false;
  protected toPending = false;
  protected objectWord = false;

  constructor(reading: Reading, marks: readonly Mark[]) {
    this.reading = reading;
    this.marks = marks;
  }

  protected mention(index: number, thing: Thing): Said {
    let said = this.reading.said.find((known) => known.index === index);
    if (!said) {
      said = blank(index);
      this.reading.said.push(said);
    }
    if (thing.facet === "content") {
      if (thing.head !== null) {
        said.heads.add(thing.head);
        said.whole = false;
      }
      if (said.phrase === "") said.phrase = thing.phrase;
      said.place ||= thing.place;
    }
    return said;
  }

  protected join(said: Said): void {
    if (this.linked && !this.group.includes(said)) {
      this.group = [];
      this.linked = false;
    }
    if (!this.group.includes(said)) this.group.push(said);
    this.head = said;
    this.latest = said;
  }

  protected link(source: Said, target: Said, relation: Relation | null, soft = false): void {
    if (source === target) return;
    const links = this.reading.links;
    const known = links.findIndex(
      (link) => link.source === source.index && (link.soft || link.target === target.index),
    );
    if (known >= 0 && !soft) links.splice(known, 1);
    else if (known >= 0) return;
    // Two things are never each placed on the other.
    if (links.some((link) => link.source === target.index && link.target === source.index)) return;
    links.push({ source: source.index, target: target.index, relation, soft });
    if (!soft) this.linked = true;
  }

  protected makeScene(said: Said): void {
    said.role = "scene";
    this.latest = said;
  }

  /** "the shelf from 0 with the clock from 1 on top": says how the one brought in by "with" stands to the other. */
  protected firm(relation: Relation): boolean {
    const link = this.reading.links.find((one) => one.soft && one.source === this.head?.index);
    if (!link) return false;
    link.relation = relation;
    return true;
  }

  protected clearConnectors(): void {
    this.pending = null;
    this.withPending = false;
    this.toPending = false;
    this.joins = false;
  }

  /** A relation whose other end no reference was named for is kept: the one unnamed reference may be it. */
  protected closeGroup(): void {
    if (this.fronted && this.group.length === 0)
      this.reading.links.push({
        source: null,
        target: this.fronted.target.index,
        relation: this.fronted.relation,
        soft: false,
      });
    if (this.pending && this.pending.words === 0 && !this.pending.inverse) this.firm(this.pending.relation);
    // "the valley in 0 with the castle from 1 far away on the hill": the hill is in the valley.
    const scene = this.reading.said.find((one) =>
      this.reading.links.some((link) => link.soft && link.target === one.index && link.source === this.head?.index),
    );
    if (this.pending && this.pending.words > 0 && !this.pending.inverse && scene?.place) {
      this.firm(this.pending.relation);
    } else if (this.pending && this.pending.words > 0 && !this.pending.inverse) {
      const source = this.group.find((one) => !this.reading.links.some((link) => link.source === one.index));
      if (source || this.group.length === 0)
        this.reading.links.push({
          source: source?.index ?? null,
          target: null,
          relation: this.pending.relation,
          soft: false,
        });
    }
    this.group = [];
    this.fronted = null;
    this.linked = false;
    this.replaced = null;
    this.clearConnectors();
  }

  protected closeClause(): void {
    this.closeGroup();
    this.verb = null;
    this.awaits = null;
    this.pendingRole = null;
    this.textPosition = null;
  }

  protected cannot(what: string): void {
    if (!this.reading.unsupported.includes(what)) this.reading.unsupported.push(what);
  }

  protected previousIs(at: number, ...signs: string[]): boolean {
    const previous = this.marks[at - 1];
    return previous?.kind === "sign" && signs.includes(previous.sign);
  }

  protected look(look: Look): void {
    if (!this.reading.looks.includes(look)) this.reading.looks.push(look);
    if (this.pendingRole) this.pendingRole = null;
  }
}
