/** The extension that takes what is pasted. */
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { clean } from './clean';
import { parsePlainText } from './plain-text';

export interface PasteOptions {
  /** Pictures were among what was pasted, and are not in the text. */
  onPicturesDropped: () => void;
}

export const Paste = Extension.create<PasteOptions>({
  name: 'paste',
  addOptions: () => ({ onPicturesDropped: () => {} }),
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            const cleaned = clean(html);
            if (cleaned.pictures) this.options.onPicturesDropped();
            return cleaned.html;
          },
          clipboardTextParser: (text, context, _plain, view) =>
            parsePlainText(text, view.state.schema, context.marks()),
        },
      }),
    ];
  },
});
