import { describe, expect, it } from 'vitest';
import { cssString } from './print';

describe('words in a style sheet', () => {
  it('cannot end the string they stand in', () => {
    expect(cssString('Hamn "A"; } @import\n\\')).toBe(
      '"Hamn \\22 A\\22 ; \\7d  \\40 import\\a \\5c "',
    );
  });

  it('keep their letters', () => {
    expect(cssString('Överenskommelse – revision 8')).toBe('"Överenskommelse – revision 8"');
  });
});
