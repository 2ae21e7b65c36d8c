import { expect, it } from 'vitest';
import { pageRule } from './paper';

it('a title can end neither the line at the foot of the page nor the rule', () => {
  const rule = pageRule(['Avtal "om"\n} \\ body { display: none', 'abc']);
  expect(rule).toContain('content: "Avtal \\"om\\" } \\\\ body { display: none" "\\A" "abc";');
});
