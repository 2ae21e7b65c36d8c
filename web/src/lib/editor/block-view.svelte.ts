/** How a measure or a commitment stands in the editor: its text, and under it who, how and when. */
import type { NodeViewRendererProps } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { ViewMutationRecord } from '@tiptap/pm/view';
import { mount, unmount } from 'svelte';
import type { Party } from '../api/types';
import BlockDetails from '../../components/BlockDetails.svelte';
import type { NumberedName } from '../numbered';

export interface BlockContext {
  parties: () => Party[];
  editable: () => boolean;
  /** Opens the dialog for the block that stands where `position` says. */
  change: (name: NumberedName, position: () => number | undefined) => void;
}

export function blockView(context: BlockContext) {
  return ({ node, getPos }: NodeViewRendererProps) => {
    const name = node.type.name as NumberedName;
    const dom = document.createElement('div');
    dom.className = `block block-${name}`;
    const contentDOM = document.createElement('div');
    contentDOM.className = 'block-text';
    const foot = document.createElement('div');
    foot.className = 'block-foot';
    foot.contentEditable = 'false';
    dom.append(contentDOM, foot);

    let shown = $state.raw(node);
    const details = mount(BlockDetails, {
      target: foot,
      props: {
        get node() {
          return shown;
        },
        context,
        onchange: () => context.change(name, getPos),
      },
    });

    return {
      dom,
      contentDOM,
      update(updated: ProseMirrorNode): boolean {
        if (updated.type !== node.type) return false;
        shown = updated;
        return true;
      },
      stopEvent: (event: Event) => foot.contains(event.target as HTMLElement),
      ignoreMutation: (mutation: ViewMutationRecord) =>
        mutation.type !== 'selection' && foot.contains(mutation.target),
      destroy: () => void unmount(details),
    };
  };
}
