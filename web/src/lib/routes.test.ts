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
    expect(parsePath(paths.settings('a-1'))).toEqual({ page: 'settings', agreement: 'a-1' });
    expect(parsePath(paths.create())).toEqual({ page: 'create', step: 'about' });
    expect(parsePath('/new', '?step=people')).toEqual({ page: 'create', step: 'people' });
    expect(parsePath('/new', '?step=nowhere')).toEqual({ page: 'create', step: 'about' });
    expect(parsePath(paths.people('a-1'))).toEqual({ page: 'people', agreement: 'a-1' });
    expect(parsePath(paths.review('a-1', 'r-1'))).toEqual({
      page: 'review',
      agreement: 'a-1',
      review: 'r-1',
    });
    expect(parsePath(paths.sheets('a-1'))).toEqual({ page: 'sheets', agreement: 'a-1' });
    expect(parsePath(paths.sheet('a-1', 'u-1'))).toEqual({
      page: 'sheet',
      agreement: 'a-1',
      sheet: 'u-1',
    });
    expect(parsePath(paths.whole('a-1', 12))).toEqual({
      page: 'whole',
      agreement: 'a-1',
      number: 12,
    });
    expect(parsePath(paths.signIn('x/y'))).toEqual({ page: 'sign-in', secret: 'x/y' });
  });

  it('leads to what there is of a section besides its text', () => {
    const of = { agreement: 'a-1', section: 's-1' };
    const route = (address: string) => {
      const { pathname, search } = new URL(address, 'http://localhost');
      return parsePath(pathname, search);
    };
    expect(route(paths.revision('a-1', 's-1', 8))).toEqual({ page: 'revision', ...of, number: 8 });
    expect(route(paths.comparison('a-1', 's-1', 7, 8))).toEqual({
      page: 'comparison',
      ...of,
      from: 7,
      to: 8,
    });
    expect(route(paths.comparison('a-1', 's-1', 7, null))).toEqual({
      page: 'comparison',
      ...of,
      from: 7,
      to: null,
    });
    expect(route(paths.approval('a-1', 's-1'))).toEqual({ page: 'approval', ...of });
  });

  it('of a revision is one only with a number', () => {
    const section = paths.section('a-1', 's-1');
    for (const path of [
      'revisions',
      'revisions/0',
      'revisions/1e3',
      'revisions/1/x',
      'approval/1',
    ]) {
      expect(parsePath(`${section}/${path}`)).toEqual({ page: 'not-found' });
    }
    for (const search of ['', '?from=x', '?from=1&to=', '?to=2']) {
      expect(parsePath(`${section}/compare`, search)).toEqual({ page: 'not-found' });
    }
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
