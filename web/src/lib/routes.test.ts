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
    expect(parsePath(paths.record('a-1'))).toEqual({ page: 'record', agreement: 'a-1' });
    expect(parsePath(paths.whole('a-1', 12))).toEqual({
      page: 'whole',
      agreement: 'a-1',
      number: 12,
    });
    expect(parsePath(paths.signIn('x/y'))).toEqual({ page: 'sign-in', secret: 'x/y' });
  });

  it('may end in a slash', () => {
    expect(parsePath('/agreements/a-1/')).toEqual({ page: 'agreement', agreement: 'a-1' });
  });

  it('of a revision has a number', () => {
    for (const number of ['0', '-1', '1.5', 'x', '01']) {
      expect(parsePath(`/agreements/a/revisions/${number}`)).toEqual({ page: 'not-found' });
    }
  });

  it('that nobody made is not found', () => {
    for (const path of ['/agreements', '/agreements/a/sections', '/account/x', '/%E0%A4%A', '/x']) {
      expect(parsePath(path)).toEqual({ page: 'not-found' });
    }
  });
});
