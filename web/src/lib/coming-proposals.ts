/** The shapes of proposals, until the server describes them itself. */
import type { Comparison, Permission, SectionInfo } from './api/types';

/** A block as JSON: the canonical form of the server, or the editor's own. */
export type BlockJson = Record<string, unknown>;

/** One block of a run, by the id of its Yjs item, as somebody saw it. */
export interface SeenBlock {
  client: number;
  clock: number;
  block: BlockJson;
}

export type ProposalState = 'open' | 'accepted' | 'rejected' | 'withdrawn';

export interface Proposal {
  id: string;
  section: string;
  author: string;
  party: string | null;
  at: string;
  reason: string | null;
  state: ProposalState;
  closed: { by: string; at: string; reason: string | null; edited: boolean } | null;
  base: SeenBlock[];
  blocks: BlockJson[];
  standing: 'as_it_was' | 'changed' | 'gone';
  /** The run as it stands, where it can be found. */
  now: SeenBlock[] | null;
  comparison: Comparison;
  /** Proposals that are open on any of the same blocks. */
  conflicts: string[];
  /** Members whose words stand in the base. */
  concerns: string[];
  may: { accept: Permission; reject: Permission; withdraw: Permission; renew: Permission };
}

export interface Proposals {
  proposals: Proposal[];
  position: number;
}

export interface NewProposal {
  base: SeenBlock[];
  blocks: BlockJson[];
  reason?: string;
}

/** Null until the server says it. */
export function mayPropose(info: SectionInfo | null): Permission | null {
  return (info?.may as { propose?: Permission } | undefined)?.propose ?? null;
}
