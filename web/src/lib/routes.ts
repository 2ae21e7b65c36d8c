/** The pages and their addresses. Pure: the router gives it a path, it gives a route. */
import { isStep, type Step } from './shaping/steps';

export type Route =
  | { page: 'agreements' }
  | { page: 'agreement'; agreement: string }
  | { page: 'section'; agreement: string; section: string }
  | { page: 'create'; step: Step }
  | { page: 'settings'; agreement: string }
  | { page: 'record'; agreement: string }
  | { page: 'people'; agreement: string }
  | { page: 'review'; agreement: string; review: string }
  | { page: 'sheets'; agreement: string }
  | { page: 'sheet'; agreement: string; sheet: string }
  | { page: 'whole'; agreement: string; number: number }
  | { page: 'revision'; agreement: string; section: string; number: number }
  /** Without `to`, the text as it stands. */
  | { page: 'comparison'; agreement: string; section: string; from: number; to: number | null }
  | { page: 'approval'; agreement: string; section: string }
  /** Without `number`, its latest revision. */
  | { page: 'meeting-view'; agreement: string; section: string; number: number | null }
  | { page: 'measures'; agreement: string }
  | { page: 'meetings'; agreement: string }
  | { page: 'meeting'; agreement: string; meeting: string }
  /** How a section's text came to be; from a revision on, or from the text as it stands. */
  | { page: 'history'; agreement: string; section: string; revision: number | null }
  | { page: 'sign-in'; secret: string }
  | { page: 'account' }
  | { page: 'notices' }
  | { page: 'unsubscribe'; secret: string }
  | { page: 'not-found' };

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** A revision's number; null if it is none. */
function revisionNumber(text: string | null | undefined): number | null {
  return /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null;
}

/** What there is of a section besides its text: behind the section's own address. */
function parseSection(
  agreement: string,
  section: string,
  rest: string[],
  search: URLSearchParams,
): Route {
  const [what, which, ...more] = rest;
  if (what === undefined) return { page: 'section', agreement, section };
  if (what === 'approval' && which === undefined) return { page: 'approval', agreement, section };
  if (what === 'meeting' && which === undefined) {
    const number = revisionNumber(search.get('revision'));
    if (number !== null || !search.has('revision')) {
      return { page: 'meeting-view', agreement, section, number };
    }
  }
  if (what === 'history' && which === undefined) {
    return {
      page: 'history',
      agreement,
      section,
      revision: revisionNumber(search.get('revision')),
    };
  }
  if (what === 'compare' && which === undefined) {
    const from = revisionNumber(search.get('from'));
    const to = revisionNumber(search.get('to'));
    const isAsked = from !== null && (to !== null || !search.has('to'));
    if (isAsked) return { page: 'comparison', agreement, section, from, to };
  }
  const number = revisionNumber(which);
  if (what === 'revisions' && number !== null && more.length === 0) {
    return { page: 'revision', agreement, section, number };
  }
  return { page: 'not-found' };
}

/** The route of a path and what follows its question mark; an address nobody made is `not-found`. */
export function parsePath(path: string, search = ''): Route {
  const parts = path.split('/').filter(Boolean).map(decode);
  if (parts.includes(null)) return { page: 'not-found' };
  const [first, second, third, fourth, ...rest] = parts as string[];
  if (first === 'agreements' && second && third === 'sections' && fourth) {
    return parseSection(second, fourth, rest, new URLSearchParams(search));
  }
  if (rest.length > 0) return { page: 'not-found' };
  if (first === undefined) return { page: 'agreements' };
  if (first === 'account' && second === undefined) return { page: 'account' };
  if (first === 'notices' && second === undefined) return { page: 'notices' };
  if (first === 'unsubscribe' && second && third === undefined) {
    return { page: 'unsubscribe', secret: second };
  }
  if (first === 'new' && second === undefined) {
    const step = new URLSearchParams(search).get('step');
    return { page: 'create', step: isStep(step) ? step : 'about' };
  }
  if (first === 'sign-in' && second && third === undefined) {
    return { page: 'sign-in', secret: second };
  }
  if (first === 'agreements' && second && third === undefined) {
    return { page: 'agreement', agreement: second };
  }
  if (first === 'agreements' && second && third === 'record' && fourth === undefined) {
    return { page: 'record', agreement: second };
  }
  if (first === 'agreements' && second && third === 'measures' && fourth === undefined) {
    return { page: 'measures', agreement: second };
  }
  if (first === 'agreements' && second && third === 'meetings') {
    if (fourth === undefined) return { page: 'meetings', agreement: second };
    return { page: 'meeting', agreement: second, meeting: fourth };
  }
  if (first === 'agreements' && second && third === 'settings' && fourth === undefined) {
    return { page: 'settings', agreement: second };
  }
  if (first === 'agreements' && second && third === 'people' && fourth === undefined) {
    return { page: 'people', agreement: second };
  }
  if (first === 'agreements' && second && third === 'reviews' && fourth) {
    return { page: 'review', agreement: second, review: fourth };
  }
  if (first === 'agreements' && second && third === 'sheets') {
    if (fourth === undefined) return { page: 'sheets', agreement: second };
    return { page: 'sheet', agreement: second, sheet: fourth };
  }
  if (first === 'agreements' && second && third === 'revisions' && rest.length === 0) {
    const number = revisionNumber(fourth);
    if (number !== null) return { page: 'whole', agreement: second, number };
  }
  return { page: 'not-found' };
}

const section = (agreement: string, id: string) =>
  `/agreements/${encodeURIComponent(agreement)}/sections/${encodeURIComponent(id)}`;

export const paths = {
  agreements: '/',
  account: '/account',
  notices: '/notices',
  unsubscribe: (secret: string) => `/unsubscribe/${encodeURIComponent(secret)}`,
  /** The making of a new agreement, at one of its steps. */
  create: (step: Step = 'about') => (step === 'about' ? '/new' : `/new?step=${step}`),
  agreement: (agreement: string) => `/agreements/${encodeURIComponent(agreement)}`,
  section,
  revision: (agreement: string, id: string, number: number) =>
    `${section(agreement, id)}/revisions/${number}`,
  /** Without `to`, with the text as it stands. */
  comparison: (agreement: string, id: string, from: number, to: number | null) =>
    `${section(agreement, id)}/compare?from=${from}${to === null ? '' : `&to=${to}`}`,
  approval: (agreement: string, id: string) => `${section(agreement, id)}/approval`,
  /** Without a number, its latest revision. */
  meetingView: (agreement: string, id: string, number: number | null = null) =>
    `${section(agreement, id)}/meeting${number === null ? '' : `?revision=${number}`}`,
  measures: (agreement: string) => `${paths.agreement(agreement)}/measures`,
  /** A measure in its section, by its number there. */
  measure: (agreement: string, id: string, number: number) =>
    `${section(agreement, id)}#measure-${number}`,
  meetings: (agreement: string) => `${paths.agreement(agreement)}/meetings`,
  meeting: (agreement: string, meeting: string) =>
    `${paths.meetings(agreement)}/${encodeURIComponent(meeting)}`,
  /** How the text came to be; beginning at a revision, if one is given. */
  history: (agreement: string, id: string, revision: number | null = null) =>
    `${section(agreement, id)}/history${revision === null ? '' : `?revision=${revision}`}`,
  settings: (agreement: string) => `${paths.agreement(agreement)}/settings`,
  record: (agreement: string) => `${paths.agreement(agreement)}/record`,
  people: (agreement: string) => `${paths.agreement(agreement)}/people`,
  review: (agreement: string, review: string) =>
    `${paths.agreement(agreement)}/reviews/${encodeURIComponent(review)}`,
  /** The anchoring sheets. */
  sheets: (agreement: string) => `${paths.agreement(agreement)}/sheets`,
  sheet: (agreement: string, sheet: string) =>
    `${paths.agreement(agreement)}/sheets/${encodeURIComponent(sheet)}`,
  whole: (agreement: string, number: number) => `${paths.agreement(agreement)}/revisions/${number}`,
  signIn: (secret: string) => `/sign-in/${encodeURIComponent(secret)}`,
};
