/** Plain text as blocks: with blank lines in it, those part paragraphs; else each line is one. */
import { Fragment, Slice, type Mark, type Node, type Schema } from '@tiptap/pm/model';

export function parsePlainText(text: string, schema: Schema, marks: readonly Mark[]): Slice {
  const lines = text
    .replace(/[\u00ad\u200b\ufeff]/g, '')
    .replace(/\r\n?/g, '\n')
    .trim();
  const isParted = /\n[ \t]*\n/.test(lines);
  const paragraphs = lines.split(isParted ? /\n(?:[ \t]*\n)+/ : '\n');
  const blocks = paragraphs.map((paragraph) => {
    const content: Node[] = [];
    paragraph.split('\n').forEach((line, index) => {
      if (index > 0) content.push(schema.node('hardBreak'));
      if (line !== '') content.push(schema.text(line, marks));
    });
    return schema.node('paragraph', null, content);
  });
  // Open at both ends: the first line joins what the caret stands in.
  return new Slice(Fragment.from(blocks), 1, 1);
}
