import type { Backdrop, Relation, Role } from "@pastiche/contract";
import { adjectivesOf, isNaturalPair } from "./adjectives.ts";
import { asPlain } from "./backdrops.ts";
import type { Mark } from "./marks.ts";
import { definedOnly, emptyReading, type Reading, type Said } from "./said.ts";
import type { Thing } from "./things.ts";
import type { Verb } from "./verbs.ts";
import { Wishes } from "./wishes.ts";
import { PLACE_NOUNS } from "./words.ts";

/** Follows the marks from left to right, keeping in mind who is spoken of. */
export function readClauses(marks: readonly Mark[]): Reading {
  const reading = emptyReading();
  const reader = new ClauseReader(reading, marks);
  for (let at = 0; at < marks.length; at++) reader.read(at);
  reader.end();
  return reading;
}

class ClauseReader extends Wishes {
  read(at: number): void {
    const mark = this.marks[at];
    if (mark.kind === "thing") this.thing(mark.thing, at);
    else if (mark.kind === "again") this.again(mark.thing);
    else if (mark.kind === "pronoun") this.pronoun(mark.many, at);
    else if (mark.kind === "relation") this.relation(mark.relation, mark.word, at);
    else if (mark.kind === "action") this.action(mark.action, at);
    else if (mark.kind === "verb") this.command(mark.verb, mark.passive, at);
    else if (mark.kind === "likeness")
      this.pendingRole = mark.role === "style" && this.verb === "tint" ? "palette" : mark.role;
    else if (mark.kind === "cue") this.cue(mark.role, at);
    else if (mark.kind === "position") this.position(mark.position, mark.phrase, at);
    else if (mark.kind === "scale") this.scale(mark.scale, mark.command, at);
    else if (mark.kind === "count") this.count(mark.count, mark.before, at);
    else if (mark.kind === "opacity") this.modify({ opacity: mark.opacity }, at);
    else if (mark.kind === "flip") this.flip(mark.how, at);
    else if (mark.kind === "colour") this.colour(mark, at);
    else if (mark.kind === "backdrop") this.backdrop(mark.backdrop);
    else if (mark.kind === "background") this.background(at);
    else if (mark.kind === "look") this.look(mark.look);
    else if (mark.kind === "text") this.text(mark.content);
    else if (mark.kind === "collage") this.reading.collage ??= { arrangement: mark.arrangement, sure: mark.sure };
    else if (mark.kind === "transparent") this.reading.transparent = true;
    else if (mark.kind === "lift") this.reading.lift = true;
    else if (mark.kind === "shadow") this.reading.shadow = mark.shadow;
    else if (mark.kind === "sign") this.sign(mark.sign);
    else this.word(mark.word);
  }

  end(): void {
    this.closeClause();
  }

  private thing(thing: Thing, at: number): void {
    const mentioned = thing.references.map((index) => this.mention(index, thing));
    const modifiers = { ...adjectivesOf(thing), ...definedOnly(this.premodifiers) };
    if (modifiers.count === 2 && isNaturalPair(thing)) modifiers.count = 1;
    if ((modifiers.count ?? 1) > 12) this.count(modifiers.count ?? 1, true, at);
    for (const said of mentioned) {
      if (thing.facet === "content")
        Object.assign(said, modifiers, { count: Math.min(12, modifiers.count ?? said.count) });
      if (!thing.defines) this.take(said, thing, at);
    }
    if (thing.facet === "content") this.premodifiers = {};
    this.objectWord = false;
  }

  /** Gives one mention its part in the clause. */
  private take(said: Said, thing: Thing, at: number): void {
    if (
      this.awaits &&
      (this.toPending ||
        this.withPending ||
        this.marks[at - 1]?.kind === "likeness" ||
        this.previousIs(at, "for", "and") ||
        this.pending)
    ) {
      const { role } = this.awaits;
      this.awaits = null;
      if (role === "scene") this.makeScene(said);
      else said.role = role;
      this.clearConnectors();
      return;
    }
    if (thing.facet === "background") this.backgroundOf(said, at);
    else if (thing.facet !== "content") this.facetOf(said, thing.facet, at);
    else if (this.pendingRole) {
      if (this.pendingRole === "scene") this.makeScene(said);
      else said.role = this.pendingRole;
      this.pendingRole = null;
      this.clearConnectors();
      if (said.role === "scene" || said.role === "subject") this.join(said);
    } else this.place(said, thing);
  }

  private place(said: Said, thing: Thing | null): void {
    if (
      this.replaced &&
      this.replaced !== said &&
      (this.withPending || this.toPending || this.joins || this.pending?.word === "by")
    ) {
      this.link(said, this.replaced, "in");
      this.replaced = null;
      this.clearConnectors();
      this.join(said);
      return;
    }
    if (this.verb === "cover" && this.group.length > 0 && (this.withPending || this.pending?.relation === "in")) {
      said.role = "pattern";
      this.clearConnectors();
      return;
    }
    if (this.pending) {
      this.relate(said);
      return;
    }
    if (this.fronted) {
      const { target, relation, inverse } = this.fronted;
      if (inverse) this.link(target, said, relation);
      else this.link(said, target, relation);
      this.join(said);
      return;
    }
    const first = this.group[0];
    if (this.withPending && first && this.verb !== "blend") {
      const anchor = this.group.at(-1) ?? first;
      if (anchor !== said) this.link(said, anchor, null, true);
      this.clearConnectors();
      this.group.push(said);
      this.head = said;
      this.latest = said;
      return;
    }
    if (this.toPending && first && first !== said && this.verb === "place") {
      const relation = thing === null || thing.head === null || thing.place ? "in" : "on";
      for (const source of this.group) if (source !== said) this.link(source, said, relation);
      this.clearConnectors();
      this.latest = said;
      return;
    }
    if (this.toPending && first && first !== said && (this.verb === "change" || this.verb === "match")) {
      said.role = this.verb === "match" ? "palette" : "style";
      this.clearConnectors();
      return;
    }
    if (this.toPending && this.verb === "place" && !first) {
      this.fronted = { relation: thing?.head === null || thing?.place ? "in" : "on", target: said, inverse: false };
      this.clearConnectors();
      this.latest = said;
      return;
    }
    if (this.verb === "replace") this.replaced ??= said;
    this.clearConnectors();
    this.join(said);
  }

  private relate(said: Said): void {
    if (!this.pending) return;
    const { inverse, word } = this.pending;
    let { relation } = this.pending;
    this.pending = null;
    this.clearConnectors();
    const sources = this.group.filter((one) => one !== said);
    // "on the right of the room": a part of the picture. "to the right of the chair": beside it.
    if (
      (word === "on" || word === "at") &&
      (relation === "left-of" || relation === "right-of") &&
      (said.whole || said.place)
    ) {
      for (const source of sources.slice(-1)) source.position = relation === "left-of" ? "left" : "right";
      relation = "in";
    }
    if (sources.length === 0) {
      this.fronted = { relation, target: said, inverse };
      this.latest = said;
      return;
    }
    if (inverse) {
      this.link(said, sources[0], relation);
      this.group.push(said);
    } else {
      const free = sources.filter((one) => !this.reading.links.some((link) => link.source === one.index && !link.soft));
      const surfaces = free.filter((one) =>
        this.reading.links.some(
          (link) => link.target === one.index && (link.relation === "on" || link.relation === "in") && !link.soft,
        ),
      );
      // "the cat on the sofa next to the lamp": the lamp stands beside, but the sofa is still what is stood on.
      if (surfaces.length > 0 && surfaces.length === free.length && relation !== "on" && relation !== "in")
        this.link(said, sources[0], "beside", true);
      else for (const one of free.length > 0 ? free : sources.slice(-1)) this.link(one, said, relation);
      this.group.push(said);
    }
    this.linked = true;
    this.head = sources[0];
    this.latest = said;
  }

  private backgroundOf(said: Said, at: number): void {
    if (this.verb === "blur") {
      this.look("blurred-background");
      this.join(said);
    } else if (this.verb === "remove") {
      said.lifted = true;
      this.reading.transparent = true;
      this.join(said);
    } else if (
      (this.verb === "replace" || this.verb === "change" || (this.verb === "place" && this.group.length === 0)) &&
      this.something(at)
    ) {
      said.lifted = true;
      this.clearConnectors();
      this.join(said);
      this.awaits = { role: "scene" };
    } else if (this.group.length === 0 && this.colourIsNext(at)) {
      said.lifted = true;
      this.join(said);
      this.awaits = { role: "scene" };
    } else {
      this.makeScene(said);
      this.clearConnectors();
    }
  }

  /** "the background of 0 should be white" */
  private colourIsNext(at: number): boolean {
    let i = at + 1;
    for (let mark = this.marks[i]; mark; mark = this.marks[++i])
      if (
        !(mark.kind === "sign" && (mark.sign === "copula" || mark.sign === "colon" || mark.sign === "to")) &&
        mark.kind !== "word"
      )
        break;
    return i > at + 1 && (this.marks[i]?.kind === "colour" || this.marks[i]?.kind === "backdrop");
  }

  /** Whether a thing, a colour or nothing but words follows that could be the new background. */
  private something(at: number): boolean {
    for (let i = at + 1; i < this.marks.length; i++) {
      const mark = this.marks[i];
      if (mark.kind === "sign" && mark.sign === "stop") return false;
      if (
        mark.kind === "thing" ||
        mark.kind === "colour" ||
        mark.kind === "backdrop" ||
        mark.kind === "look" ||
        mark.kind === "word"
      )
        return true;
    }
    return false;
  }

  private facetOf(said: Said, facet: "style" | "palette" | "pattern", at: number): void {
    const exchanged =
      (this.verb === "change" || this.verb === "match" || this.verb === "replace") && this.group.length === 0;
    if (exchanged && !this.pending && !this.awaits && this.anotherFollows(at)) {
      this.join(said);
      this.awaits = { role: facet };
    } else said.role = facet;
    this.pendingRole = null;
    this.clearConnectors();
  }

  private anotherFollows(at: number): boolean {
    for (let i = at + 1; i < this.marks.length; i++) {
      const mark = this.marks[i];
      if (mark.kind === "sign" && mark.sign === "stop") return false;
      if (mark.kind === "thing") return true;
    }
    return false;
  }

  /** A noun that some reference was, or will be, named for: "The cat should be tiny." */
  private again(thing: Thing): void {
    const said = this.mention(thing.references[0], thing);
    if (this.pending) this.relate(said);
    else if (this.withPending || this.toPending || this.fronted) this.place(said, null);
    else {
      // A new sentence about it.
      this.group = [said];
      this.linked = false;
      this.head = said;
    }
  }

  private pronoun(many: boolean, at: number): void {
    // "remove the background of 0 and replace it with 1"
    if (this.verb === "replace" && this.reading.transparent) this.awaits = { role: "scene" };
    const content = this.reading.said.filter((said) => said.role === null || said.role === "subject");
    if (this.pending && !many) {
      const source = this.group.at(-1);
      const target = [...this.reading.said].reverse().find((said) => said !== source);
      if (source && target) {
        this.link(source, target, this.pending.relation);
        this.pending = null;
        return;
      }
    }
    if (this.group.length > 0 && !this.afterVerb(at)) return;
    const meant = many ? content : this.head ? [this.head] : this.latest ? [this.latest] : [];
    if (meant.length > 0) {
      this.group = [...meant];
      this.linked = false;
    } else this.objectWord = true;
  }

  private afterVerb(at: number): boolean {
    const previous = this.marks[at - 1];
    return previous?.kind === "verb" || (previous?.kind === "flip" && at > 0);
  }

  private relation(relation: Relation, word: string, at: number): void {
    const next = this.marks[at + 1];
    if (word === "by" && this.pending?.word === "passive") return;
    if (word === "by" && this.pending?.inverse) {
      this.pending = { ...this.pending, inverse: false, word };
      return;
    }
    // "on the ledge in 1": the noun between has no reference of its own, and what was said of it holds.
    if (
      relation === "in" &&
      this.pending &&
      this.pending.words > 0 &&
      next?.kind === "thing" &&
      next.thing.head === null
    )
      return;
    // "in front of": after an action the preposition says where ("sitting on", "flying above").
    this.pending = { relation, inverse: false, word, words: 0 };
    if (next?.kind === "colour") this.pending = null;
  }

  private action(action: { relation: Relation; inverse: boolean; supported: boolean; name: string }, at: number): void {
    if (!action.supported) this.cannot(`${action.name}: this engine does not change a pose`);
    if (this.fronted && this.group.length === 0) return;
    const passive = this.marks[at + 1]?.kind === "relation" && this.wordOf(at + 1) === "by";
    if (passive && !action.inverse) {
      // "the horse from 1 ridden by the nun from 0": the one named next is placed on the one named before.
      this.pending = { relation: action.relation, inverse: true, word: "passive", words: 0 };
      return;
    }
    this.pending = { relation: action.relation, inverse: action.inverse, word: action.name, words: 0 };
  }

  private wordOf(at: number): string {
    const mark = this.marks[at];
    return mark?.kind === "relation" ? mark.word : "";
  }

  private command(verb: Verb, passive: boolean, at: number): void {
    if (verb === "match" && this.group.length > 0) {
      this.toPending = true;
      return;
    }
    if (passive && this.group.length > 0) return;
    const previous = this.marks[at - 1];
    if (previous?.kind === "cue" && this.pendingRole) return;
    if (verb === "use" && this.pendingRole) return;
    if (this.fronted && this.group.length === 0) {
      this.verb = verb;
      return;
    }
    if (previous?.kind === "thing" && this.group.length > 0) return;
    if (verb === "write") {
      this.verb = verb;
      return;
    }
    this.closeGroup();
    this.verb = verb;
    this.awaits = null;
  }

  private cue(role: Exclude<Role, "unused">, at: number): void {
    const next = this.marks[at + 1];
    const afterUse = next?.kind === "verb" && next.verb === "use";
    const target = afterUse ? this.marks[at + 2] : next;
    const startsPart = at === 0 || this.previousIs(at, "stop", "comma", "and");
    if (startsPart && target?.kind === "thing") {
      this.pendingRole = role;
      return;
    }
    const previous = this.marks[at - 1];
    const said = this.pronounOrThing(previous) ?? this.latest;
    if (!said || (startsPart && !this.latest)) {
      this.pendingRole = role;
      return;
    }
    this.reading.links = this.reading.links.filter((link) => !(link.source === said.index && link.soft));
    if (role === "scene") {
      this.makeScene(said);
      this.group = this.group.filter((one) => one !== said);
    } else said.role = role;
  }

  private pronounOrThing(mark: Mark | undefined): Said | null {
    if (mark?.kind !== "thing") return null;
    return this.reading.said.find((said) => said.index === mark.thing.references.at(-1)) ?? null;
  }

  private colour(mark: Extract<Mark, { kind: "colour" }>, at: number): void {
    if (this.awaits?.role === "scene") {
      this.backdrop(asPlain(mark.colour));
      this.awaits = null;
      return;
    }
    if (this.marks[at - 1]?.kind === "text") return;
    if (mark.version) this.premodifiers = { ...this.premodifiers, tint: mark.colour.name };
    else if (mark.alone) this.modify({ tint: mark.colour.name }, at);
  }

  private backdrop(backdrop: Backdrop): void {
    this.reading.backdrop = backdrop;
    this.awaits = null;
    this.pending = null;
  }

  private background(at: number): void {
    if (this.verb === "blur") {
      this.look("blurred-background");
      return;
    }
    if (this.verb === "replace" || this.verb === "change" || this.verb === "place") {
      this.awaits = { role: "scene" };
      this.reading.lift ||= this.something(at);
    }
  }

  private sign(sign: Extract<Mark, { kind: "sign" }>["sign"]): void {
    if (sign === "stop") this.closeClause();
    else if (sign === "with") {
      this.withPending = true;
      this.pending = null;
    } else if (sign === "to") this.toPending = true;
    else if (sign === "for") this.joins = true;
    else if (sign === "comma") {
      if (this.pending && this.pending.words > 0) this.pending = null;
      this.withPending = false;
    }
  }

  private word(word: string): void {
    if (this.pending) this.pending.words += 1;
    if (PLACE_NOUNS.has(word) || word.length > 2) this.objectWord = this.group.length === 0;
  }
}
