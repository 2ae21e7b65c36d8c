/**
 * The proposals of a section as its page shows them: the list, which one is looked at, where each stands
 * in the text, and the one that is being written.
 */
import { proposalsApi } from '../api/proposals';
import type { BlockJson, Proposal, SeenBlock } from '../api/types';
import { nowhere, type Placed } from '../editor/proposal-marks';
import { Resource } from '../resource.svelte';
import type { Room } from '../sync/room.svelte';
import { sameBlocks } from './blocks';
import { merge } from './merge';
import { sameSeen, type Run } from './run';
import { forgetTyped, keepTyped, typedBefore, type Typed } from './typed';

/** The text as the editor has it; only while there is an editor. */
export interface LiveText {
  /** The run that holds just these blocks; null if they do not stand together any more. */
  find: (ids: readonly SeenBlock[]) => Run | null;
  /** The blocks of a run as they stand; null where they are not all known to the document or to this page. */
  seen: (run: Run) => SeenBlock[] | null;
  /** What is selected, or where the caret is; null if neither is in the text. */
  chosen: () => Run | null;
  /** The blocks' words, to choose from. */
  lines: () => string[];
  /** Undoes what was done last. */
  undo: () => void;
  /** Brings a run into sight. */
  reveal: (run: Run) => void;
}

/** Something that is being written, and what it began from. */
export interface Writing extends Typed {
  /** How many of an earlier proposal's changes are not in it; null if it is not one. */
  left: number | null;
  /** Whether it stands behind blocks that it was not about. */
  appended: boolean;
}

/** Under what is kept that somebody edits before they accept it. */
const accepting = (proposal: string): string => `accepting/${proposal}`;

/** What the address calls a proposal. */
const HASH = '#proposal-';

export class Proposing {
  readonly list: Resource<Proposal[]>;
  /** The one that is looked at. */
  chosen: string | null = $state(null);
  /** Whether all of them show what they change, in the text. */
  inText = $state(false);
  placed: ReadonlyMap<string, Placed> = $state.raw(nowhere);
  text: LiveText | null = $state.raw(null);
  writing: Writing | null = $state.raw(null);
  /** Whether the browser keeps what is written. */
  kept = $state(true);
  /** Where the accepted proposal stands, to be undone; null when there is none. */
  accepted: Proposal | null = $state.raw(null);
  /** Whether the accept is the last thing done here. */
  undoable = $state(false);

  readonly open = $derived.by(() =>
    (this.list.value ?? []).filter(({ state }) => state === 'open'),
  );
  readonly closed = $derived.by(() =>
    (this.list.value ?? []).filter(({ state }) => state !== 'open'),
  );

  constructor(
    readonly room: Room,
    readonly member: string,
    readonly section: string,
  ) {
    this.list = new Resource(async () =>
      this.#asKnown((await proposalsApi.all(section)).proposals),
    );
    this.followAddress();
    const typed = typedBefore(member, section);
    if (typed) this.writing = { ...typed, left: null, appended: false };
  }

  /** What somebody has made of a proposal and not accepted yet, if it was of this very text. */
  editedBefore(proposal: Proposal, seen: readonly SeenBlock[]): BlockJson[] | null {
    const typed = typedBefore(this.member, accepting(proposal.id));
    return typed && sameSeen(typed.base, seen) ? typed.blocks : null;
  }

  keepEdited(proposal: Proposal, base: SeenBlock[], blocks: BlockJson[]): void {
    keepTyped(this.member, accepting(proposal.id), { base, blocks, reason: '', renews: null });
  }

  /** What an open proposal says never changes: the marks in the text stay as they are drawn. */
  #asKnown(proposals: Proposal[]): Proposal[] {
    for (const { id, state } of proposals) {
      if (state !== 'open') forgetTyped(this.member, accepting(id));
    }
    return proposals.map((one) => {
      const known = this.find(one.id);
      const { base, blocks } = one;
      const same =
        known && JSON.stringify([base, blocks]) === JSON.stringify([known.base, known.blocks]);
      return same ? { ...one, base: known.base, blocks: known.blocks } : one;
    });
  }

  find(id: string): Proposal | null {
    return this.list.value?.find((one) => one.id === id) ?? null;
  }

  /** A link to a proposal opens it. */
  followAddress(): void {
    if (location.hash.startsWith(HASH)) this.chosen = location.hash.slice(HASH.length);
  }

  choose(id: string | null): void {
    this.chosen = id;
    const hash = id === null ? '#proposals' : HASH + id;
    history.replaceState(history.state, '', hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
  }

  /** Begins a proposal about a run. False if its blocks cannot be had. */
  begin(run: Run): boolean {
    const base = this.text?.seen(run);
    if (!base || base.length === 0) return false;
    this.#write({ base, blocks: base.map(({ block }) => block), reason: '', renews: null });
    return true;
  }

  /** Begins one that would make this of a run. */
  beginWith(run: Run, blocks: BlockJson[]): boolean {
    const base = this.text?.seen(run);
    if (!base || base.length === 0) return false;
    this.#write({ base, blocks, reason: '', renews: null });
    return true;
  }

  /** Offers one of one's own anew, on the text as it is. */
  renew(proposal: Proposal): boolean {
    const { text } = this;
    const found = text?.find(proposal.base) ?? null;
    const run = found ?? text?.chosen() ?? null;
    const base = run && text?.seen(run);
    if (!base || base.length === 0) return false;
    const now = base.map(({ block }) => block);
    const was = proposal.base.map(({ block }) => block);
    const merged = found ? merge(was, proposal.blocks, now) : null;
    const blocks: BlockJson[] = merged ? merged.blocks : [...now, ...proposal.blocks];
    const reason = proposal.reason ?? '';
    const earlier = merged && merged.left > 0 ? { base: was, blocks: proposal.blocks } : null;
    const typed = { base, blocks, reason, renews: proposal.id, earlier };
    this.#write(typed, merged?.left ?? null, !found);
    return true;
  }

  #write(typed: Typed, left: number | null = null, appended = false): void {
    this.writing = { ...typed, left, appended };
    this.keep(typed);
  }

  /** Goes on from the text as it is now, with what has been written put in where that is clear. */
  goOn(typed: Typed): boolean {
    const run = this.text?.find(typed.base);
    const base = run ? this.text?.seen(run) : null;
    if (!base) return false;
    const was = typed.base.map(({ block }) => block);
    const merged = merge(
      was,
      typed.blocks,
      base.map(({ block }) => block),
    );
    const earlier = merged.left > 0 ? { base: was, blocks: typed.blocks } : null;
    this.#write({ ...typed, base, blocks: merged.blocks, earlier }, merged.left);
    return true;
  }

  /** Called at every key. */
  keep(typed: Typed): void {
    this.kept = keepTyped(this.member, this.section, typed);
  }

  stopWriting(): void {
    this.writing = null;
    forgetTyped(this.member, this.section);
  }

  async offer(typed: Typed): Promise<Proposal> {
    const { base, blocks, reason, renews } = typed;
    const given = { base, blocks, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    const made =
      renews === null
        ? await proposalsApi.offer(this.section, given)
        : await proposalsApi.renew(renews, given);
    this.stopWriting();
    void this.list.load();
    this.choose(made.id);
    return made;
  }

  /** The run of a proposal as it stands here; null if it does not stand any more. */
  now(proposal: Proposal): SeenBlock[] | null {
    const run = this.text?.find(proposal.base);
    return run ? (this.text?.seen(run) ?? null) : null;
  }

  /** Whether the text here is the one that it was made on. */
  isAsItWas(proposal: Proposal): boolean {
    const placed = this.placed.get(proposal.id);
    return placed ? placed.asItWas : proposal.standing === 'as_it_was';
  }

  standing(proposal: Proposal): Proposal['standing'] {
    if (this.text === null) return proposal.standing;
    const placed = this.placed.get(proposal.id);
    if (!placed) return 'gone';
    return placed.asItWas ? 'as_it_was' : 'changed';
  }

  /** Has the server accept it, on the text as it was seen here. */
  async accept(proposal: Proposal, seen: SeenBlock[], blocks?: BlockJson[]): Promise<void> {
    const edited = blocks && !sameBlocks(blocks, proposal.blocks) ? blocks : undefined;
    const must = edited ?? (this.#sawAnother(proposal, seen) ? blocks : undefined);
    this.room.awaitAccept(proposal.id);
    try {
      this.accepted = await proposalsApi.accept(proposal.id, seen, must);
    } catch (error) {
      this.room.forgetAccept(proposal.id);
      throw error;
    } finally {
      void this.list.load();
    }
  }

  #sawAnother(proposal: Proposal, seen: readonly SeenBlock[]): boolean {
    const texts = (list: readonly SeenBlock[]) => list.map(({ block }) => block);
    return !sameBlocks(texts(proposal.base), texts(seen));
  }

  async reject(proposal: Proposal, reason: string): Promise<void> {
    try {
      await proposalsApi.reject(proposal.id, reason);
    } finally {
      void this.list.load();
    }
  }

  async withdraw(proposal: Proposal, reason: string): Promise<void> {
    try {
      await proposalsApi.withdraw(proposal.id, reason);
    } finally {
      void this.list.load();
    }
  }
}
