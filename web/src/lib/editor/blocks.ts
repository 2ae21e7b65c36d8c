/** The numbered blocks of an agreement: measures and commitments. */
import { Node, mergeAttributes, type NodeViewRendererProps } from '@tiptap/core';
import type { NumberedName } from '../numbered';
import { defaultOf, description } from './description';

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
