import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import { KINDS, LEVELS } from '../numbered';
import { description, type Kind } from './description';
import { textSchema } from './schema';

const schema = getSchema(textSchema());

/** The defaults of a node's or a mark's attributes, by name. */
function defaults(attributes: object | null | undefined): Record<string, unknown> {
  const entries = Object.entries(attributes ?? {}) as [string, { default?: unknown }][];
  return Object.fromEntries(entries.map(([name, attribute]) => [name, attribute.default]));
}

function described(kinds: Record<string, Kind>, keys: readonly (keyof Kind)[]) {
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      {
        ...Object.fromEntries(keys.map((key) => [key, kind[key]])),
        attributes: defaults(kind.attributes),
      },
    ]),
  );
}

describe('the editor’s schema', () => {
  it('has the nodes that the description has, with their groups, contents and attributes', () => {
    const nodes = Object.fromEntries(
      Object.values(schema.nodes).map((type) => [
        type.name,
        {
          group: type.spec.group,
          content: type.spec.content,
          inline: type.isInline || undefined,
          attributes: defaults(type.spec.attrs),
        },
      ]),
    );
    expect(nodes).toEqual(described(description.nodes, ['group', 'content', 'inline']));
  });

  it('has the marks that the description has, with their attributes', () => {
    const marks = Object.fromEntries(
      Object.values(schema.marks).map((type) => [
        type.name,
        { attributes: defaults(type.spec.attrs) },
      ]),
    );
    expect(marks).toEqual(described(description.marks, []));
  });

  it('offers the levels and kinds that the description has', () => {
    expect(LEVELS).toEqual(description.nodes.measure?.attributes?.level?.allowed);
    expect(KINDS).toEqual(description.nodes.commitment?.attributes?.kind?.allowed);
  });
});
