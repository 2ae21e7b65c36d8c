// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { fileName } from './download';

it('takes the name that the server gives a file, and no path', () => {
  expect(fileName('attachment; filename="arende-2027-03-01.zip"')).toBe('arende-2027-03-01.zip');
  expect(fileName('attachment; filename="../../x"')).toBeNull();
  expect(fileName('attachment')).toBeNull();
  expect(fileName(null)).toBeNull();
});
