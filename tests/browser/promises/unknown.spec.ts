import * as Y from 'yjs';
import { ERIK, HARBOUR, MAJA, OPENING } from '../support/agreement.ts';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';

/** A part that no editor of today makes. */
function drawing(): Y.XmlElement {
  const made = new Y.XmlElement('drawing');
  made.setAttribute('points', [1, 2, { x: 3 }] as never);
  const layer = new Y.XmlElement('layer');
  layer.insert(0, [new Y.XmlText('Kajens mått')]);
  made.insert(0, [layer]);
  return made;
}

const held = (part: unknown): unknown =>
  part instanceof Y.XmlElement
    ? [part.nodeName, part.getAttributes(), part.toArray().map(held)]
    : (part as Y.XmlText).toDelta();

test('what a newer page has written is shown as a closed box and survives all that is written around it', async ({
  page,
  scene,
}) => {
  const stock = scene.join(MAJA, HARBOUR);
  await stock.synced();
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await erik.write(' Skrivet före.');

  // It comes while the editor is open: among the blocks, within a line, and as a mark.
  stock.fragment.push([drawing()]);
  stock.append('Märkt', { glow: { strength: 2 } });
  const line = stock.fragment.get(2) as Y.XmlElement;
  const mention = new Y.XmlElement('mention');
  mention.setAttribute('member', 'm1');
  line.push([mention]);
  const before = stock.fragment.toArray().slice(1).map(held);

  const box = erik.text.locator('.kept').first();
  await expect(box).toContainText('Kajens mått');
  await expect(box).toContainText('Den här delen är gjord i en nyare version av Överens.');
  await expect(box).toHaveAttribute('contenteditable', 'false');
  expect(await violations(page)).toEqual([]);

  await erik.text.focus();
  await page.keyboard.press('Control+Home');
  await erik.caretKnown();
  await page.keyboard.type('Först. ');
  await page.keyboard.press('End');
  await erik.caretKnown();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Bredvid.');
  await expect
    .poll(() => stock.blocks().slice(0, 2))
    .toEqual([`Först. ${OPENING} Skrivet före.`, 'Bredvid.']);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+End');
  await erik.caretKnown();
  await page.keyboard.type(' och mer');
  await expect.poll(() => stock.blocks().at(-1)).toContain(' och mer');
  expect(stock.fragment.toArray().map(held)).toContainEqual(before[0]);
  const last = stock.fragment.toArray().at(-1) as Y.XmlElement;
  expect(last.toArray().map(held)).toContainEqual(['mention', { member: 'm1' }, []]);
  const runs = (last.get(0) as Y.XmlText).toDelta() as { insert: string; attributes?: object }[];
  expect(runs[0]).toEqual({ insert: 'Märkt', attributes: { glow: { strength: 2 } } });

  // A writer may take it away, as a whole, and have it back.
  await box.click();
  await page.keyboard.press('Delete');
  await expect(erik.text.locator('div.kept')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(box).toContainText('Kajens mått');
  await expect.poll(() => stock.fragment.toArray().map(held)).toContainEqual(before[0]);
});
