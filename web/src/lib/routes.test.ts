import { describe, expect, it } from 'vitest';
import { parsePath, paths } from './routes';

describe('an address', () => {
  it('leads to the page it names', () => {
    expect(parsePath('/')).toEqual({ page: 'agreements' });
    expect(parsePath('/account')).toEqual({ page: 'account' });
    expect(parsePath(paths.agreement('a-1'))).toEqual({ page: 'agreement', agreement: 'a-1' });
    expect(parsePath(paths.section('a-1', 's-1'))).toEqual({
      page: 'section',
      agreement: 'a-1',
      section: 's-1',
    });
    expect(parsePath(paths.signIn('x/y'))).toEqual({ page: 'sign-in', secret: 'x/y' });
  });

  it('may end in a slash', () => {
    expect(parsePath('/agreements/a-1/')).toEqual({ page: 'agreement', agreement: 'a-1' });
  });

  it('that nobody made is not found', () => {
    for (const path of ['/agreements', '/agreements/a/sections', '/account/x', '/%E0%A4%A', '/x']) {
      expect(parsePath(path)).toEqual({ page: 'not-found' });
    }
  });
});
