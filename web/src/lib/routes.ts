/** The pages and their addresses. Pure: the router gives it a path, it gives a route. */

export type Route =
  | { page: 'agreements' }
  | { page: 'agreement'; agreement: string }
  | { page: 'section'; agreement: string; section: string }
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
  signIn: (secret: string) => `/sign-in/${encodeURIComponent(secret)}`,
};
