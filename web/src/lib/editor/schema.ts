/**
 * What a text may hold, as extensions of the editor. They say what the description shared with the
 * server says; a test compares the two.
 *
 * No extension here may change the document by being there: opening a text must leave it as it was.
 */
import type { Extensions } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { Commitment, Measure, type BlockOptions } from './blocks';
import { defaultOf } from './description';
import { Link } from './link';
import { tables } from './table';

/**
 * Level 1 is the title of the section, which is not a part of its text: what is pasted begins at 2.
 * The default is 1 all the same, because that is what a heading without a level means in the
 * canonical text; such a heading, made by another client, must not change by being edited here.
 */
const SectionHeading = Heading.extend({
  addAttributes() {
    return { level: { default: defaultOf('heading', 'level'), rendered: false } };
  },
  parseHTML() {
    return [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      attrs: { level: level <= 2 ? 2 : 3 },
    }));
  },
  addKeyboardShortcuts() {
    return {};
  },
}).configure({ levels: [2, 3] });

/** Without the kind of numerals, which is a matter of looks. */
const NumberedList = OrderedList.extend({
  addAttributes() {
    return {
      start: {
        default: defaultOf('orderedList', 'start'),
        parseHTML: (element) => Number.parseInt(element.getAttribute('start') ?? '', 10) || 1,
      },
    };
  },
});

/** Without a way to draw measures, and a name for tables, it is for reading and writing texts unseen. */
export function textSchema(
  blockView: BlockOptions['view'] = null,
  tableLabel: () => string = () => '',
): Extensions {
  return [
    Document,
    Paragraph,
    Text,
    SectionHeading,
    Bold,
    Italic,
    BulletList,
    NumberedList,
    ListItem,
    ListKeymap,
    Blockquote,
    HardBreak,
    Link,
    Measure.configure({ view: blockView }),
    Commitment.configure({ view: blockView }),
    ...tables(tableLabel),
  ];
}
