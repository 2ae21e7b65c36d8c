/** Canonical blocks with marks for who wrote what, what came and what went: for a text that is fixed. Pure. */
import type { Writer } from './runs';

/** Neighbouring characters of one writer, in UTF-16 units of the canonical text. */
export interface Stretch extends Writer {
  length: number;
  new: boolean;
}

/** Words that went. */
export interface Removed {
  offset: number;
  /** Whether they belong to the character after that place. */
  leads: boolean;
  member: string | null;
  text: string;
}

/** What a run of a marked text is. */
export interface Written extends Writer {
  state: 'stands' | 'new' | 'removed';
  /** Whether somebody else's words stand before it in its block. */
  begins: boolean;
}

/** The name of the mark; no text of an editor's has one of that name. */
export const WRITTEN = '#written';

interface Raw {
  type?: unknown;
  text?: unknown;
  marks?: unknown;
  content?: unknown;
}

/** Cuts the runs of blocks where their writers change. `stretches` follow one another from the first character on. */
export function marked(
  blocks: readonly unknown[],
  stretches: readonly Stretch[],
  removed: readonly Removed[] = [],
): unknown[] {
  return new Marker(stretches, removed).all(blocks);
}

/** What a mark says; null for others. */
export function writtenOf(mark: { type: string; attrs: Record<string, unknown> }): Written | null {
  return mark.type === WRITTEN ? (mark.attrs as unknown as Written) : null;
}

class Marker {
  #stretch = 0;
  /** Units of the stretch that are passed. */
  #passed = 0;
  #offset = 0;
  #gone: Removed[];
  /** Whose words stand before, in this block; undefined at its beginning. */
  #last: string | null | undefined;

  constructor(
    private readonly stretches: readonly Stretch[],
    removed: readonly Removed[],
  ) {
    this.#gone = [...removed].sort((one, other) => one.offset - other.offset);
  }

  all(blocks: readonly unknown[]): unknown[] {
    const done = blocks.map((block) => this.#block(block as Raw));
    this.#last = undefined;
    const rest = this.#gone.splice(0).map((gone) => this.#removed(gone, []));
    if (rest.length > 0) done.push({ type: 'paragraph', content: rest });
    return done;
  }

  #block(block: Raw): unknown {
    if (!Array.isArray(block.content)) return block;
    this.#last = undefined;
    const content = (block.content as Raw[]).flatMap((child) =>
      child.type === 'text' ? this.#text(child) : [this.#block(child)],
    );
    return { ...block, content };
  }

  #text(run: Raw): unknown[] {
    const text = typeof run.text === 'string' ? run.text : '';
    const marks = Array.isArray(run.marks) ? (run.marks as unknown[]) : [];
    const parts: unknown[] = this.#take((gone) => gone.leads || this.#offset === 0, marks);
    let at = 0;
    while (at < text.length) {
      const stretch = this.stretches[this.#stretch];
      const left = stretch ? stretch.length - this.#passed : text.length - at;
      if (stretch && left <= 0) {
        this.#next();
        continue;
      }
      const gone = this.#gone.find(({ offset }) => offset > this.#offset);
      const until = gone ? gone.offset - this.#offset : Infinity;
      const length = Math.min(left, until, text.length - at);
      parts.push(this.#part(text.slice(at, at + length), marks, stretch));
      at += length;
      this.#passed += length;
      this.#offset += length;
      parts.push(...this.#take((one) => !one.leads || at < text.length, marks));
    }
    return parts;
  }

  /** What went at the place that is reached. */
  #take(which: (gone: Removed) => boolean, marks: unknown[]): unknown[] {
    const here = this.#gone.filter((gone) => gone.offset <= this.#offset && which(gone));
    this.#gone = this.#gone.filter((gone) => !here.includes(gone));
    return here.map((gone) => this.#removed(gone, marks));
  }

  #next(): void {
    this.#stretch += 1;
    this.#passed = 0;
  }

  #part(text: string, marks: unknown[], stretch: Stretch | undefined): unknown {
    if (!stretch) return { type: 'text', text, marks };
    const { member, at } = stretch;
    return this.#run(text, marks, member, at, stretch.new ? 'new' : 'stands');
  }

  #removed(gone: Removed, marks: unknown[]): unknown {
    return this.#run(gone.text, marks, gone.member, null, 'removed');
  }

  #run(
    text: string,
    marks: unknown[],
    member: string | null,
    at: string | null,
    state: Written['state'],
  ): unknown {
    // A blank of somebody else's is no place where words begin.
    const isBlank = text.trim() === '';
    const attrs: Written = { member, at, state, begins: !isBlank && this.#last !== member };
    if (!isBlank) this.#last = member;
    return { type: 'text', text, marks: [...marks, { type: WRITTEN, attrs }] };
  }
}
