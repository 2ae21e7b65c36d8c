/** The pages and their addresses. Pure: the router gives it a path, it gives a route. */

export type Route =
  | { page: 'agreements' }
  | { page: 'agreement'; agreement: string }
  | { page: 'section'; agreement: string; section: string }
  | { page: 'record'; agreement: string }
  | { page: 'whole'; agreement: string; number: number }
  | { page: 'sign-in'; secret: string }
  | { page: 'account' }
  | { page: 'not-found' };

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** A revision's number as it stands in an address; null if it is none. */
function wholeNumber(part: string): number | null {
  return /^[1-9]\d{0,8}$/.test(part) ? Number(part) : null;
}

/** The route of a path; an address nobody made is `not-found`. */
export function parsePath(path: string): Route {
  const parts = path.split('/').filter(Boolean).map(decode);
  if (parts.includes(null)) return { page: 'not-found' };
  const [first, second, third, fourth, ...rest] = parts as string[];
  if (rest.length > 0) return { page: 'not-found' };
  if (first === undefined) return { page: 'agreements' };
  if (first === 'account' && second === undefined) return { page: 'account' };
  if (first === 'sign-in' && second && third === undefined) {
    return { page: 'sign-in', secret: second };
  }
  if (first === 'agreements' && second && third === undefined) {
    return { page: 'agreement', agreement: second };
  }
  if (first === 'agreements' && second && third === 'record' && fourth === undefined) {
    return { page: 'record', agreement: second };
  }
  if (first === 'agreements' && second && third === 'revisions' && fourth) {
    const number = wholeNumber(fourth);
    if (number !== null) return { page: 'whole', agreement: second, number };
  }
  if (first === 'agreements' && second && third === 'sections' && fourth) {
    return { page: 'section', agreement: second, section: fourth };
  }
  return { page: 'not-found' };
}

export const paths = {
  agreements: '/',
  account: '/account',
  agreement: (agreement: string) => `/agreements/${encodeURIComponent(agreement)}`,
  section: (agreement: string, section: string) =>
    `/agreements/${encodeURIComponent(agreement)}/sections/${encodeURIComponent(section)}`,
  /** Where an approver signs a section off. */
  approval: (agreement: string, section: string) => `${paths.section(agreement, section)}/approval`,
  record: (agreement: string) => `${paths.agreement(agreement)}/record`,
  whole: (agreement: string, number: number) => `${paths.agreement(agreement)}/revisions/${number}`,
  signIn: (secret: string) => `/sign-in/${encodeURIComponent(secret)}`,
};
