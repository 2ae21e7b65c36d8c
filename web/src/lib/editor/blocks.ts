/** The numbered blocks of an agreement: measures and commitments. */
import { Node, mergeAttributes, type NodeViewRendererProps } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { defaultOf, description } from './description';

export const LEVELS = ['information', 'consultation', 'dialogue', 'partnership'] as const;
export type Level = (typeof LEVELS)[number];
export const KINDS = ['own', 'joint'] as const;
export type CommitmentKind = (typeof KINDS)[number];

export interface MeasureAttributes {
  /** Ids of parties. */
  responsible: string[] | null;
  level: Level | null;
  /** An ISO date. */
  due: string | null;
}

export interface CommitmentAttributes {
  /** Missing says a party's own. */
  kind: CommitmentKind | null;
  responsible: string[] | null;
}

export type NumberedName = 'measure' | 'commitment';

/** Reads the attributes of a node that may have been written by anybody. */
export function responsibleOf(node: ProseMirrorNode): string[] {
  const responsible: unknown = node.attrs.responsible;
  return Array.isArray(responsible)
    ? responsible.filter((id): id is string => typeof id === 'string')
    : [];
}
export function levelOf(node: ProseMirrorNode): Level | null {
  return LEVELS.find((level) => level === node.attrs.level) ?? null;
}
export function dueOf(node: ProseMirrorNode): string | null {
  return typeof node.attrs.due === 'string' ? node.attrs.due : null;
}
export function kindOf(node: ProseMirrorNode): CommitmentKind {
  return KINDS.find((kind) => kind === node.attrs.kind) ?? 'own';
}

/** Attributes as JSON in `data-` attributes, so that copy and paste keeps them. */
function attribute(name: string, fallback: unknown) {
  return {
    default: fallback,
    parseHTML: (element: HTMLElement): unknown => {
      const stored = element.getAttribute(`data-${name}`);
      if (stored === null) return fallback;
      try {
        return JSON.parse(stored);
      } catch {
        return fallback;
      }
    },
    renderHTML: (attributes: Record<string, unknown>) =>
      attributes[name] === null ? {} : { [`data-${name}`]: JSON.stringify(attributes[name]) },
  };
}

export interface BlockOptions {
  /** Draws the block; without it (in tests) the plain HTML does. */
  view: ((props: NodeViewRendererProps) => { dom: HTMLElement }) | null;
}

function numberedBlock(name: NumberedName) {
  const attributes = description.nodes[name]?.attributes ?? {};
  return Node.create<BlockOptions>({
    name,
    group: 'block',
    content: 'inline*',
    defining: true,

    addOptions: () => ({ view: null }),
    addAttributes: () =>
      Object.fromEntries(
        Object.keys(attributes).map((key) => [key, attribute(key, defaultOf(name, key))]),
      ),
    parseHTML: () => [{ tag: `div[data-block="${name}"]`, priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => [
      'div',
      mergeAttributes(HTMLAttributes, { 'data-block': name }),
      0,
    ],
    addNodeView() {
      return this.options.view as never;
    },
  });
}

export const Measure = numberedBlock('measure');
export const Commitment = numberedBlock('commitment');
