/** The HTTP interface: one function per route the pages use, and one kind of error. */
import { locale } from '../messages/locale.svelte';
import type {
  Agreement,
  AgreementLine,
  Me,
  NewToken,
  Presence,
  SectionInfo,
  SignInLink,
  Token,
} from './types';

/** What went wrong, in the words of the server where it had any. */
export class Problem extends Error {
  constructor(
    /** The last part of the problem's type, or `unreachable` when no answer came. */
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(title);
  }
}

async function toProblem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Record<string, unknown>;
    const code = String(body.type ?? '')
      .split('/')
      .pop();
    return new Problem(
      code || 'unknown',
      response.status,
      String(body.title ?? ''),
      String(body.detail ?? ''),
    );
  } catch {
    return new Problem('unknown', response.status, '', '');
  }
}

async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': locale.language,
  };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch {
    throw new Problem('unreachable', 0, '', '');
  }
  if (!response.ok) throw await toProblem(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

const id = encodeURIComponent;

export const api = {
  me: () => request<Me>('GET', '/api/me'),
  agreements: () => request<AgreementLine[]>('GET', '/api/agreements'),
  agreement: (agreement: string) => request<Agreement>('GET', `/api/agreements/${id(agreement)}`),
  presence: (agreement: string) =>
    request<{ sections: Presence }>('GET', `/api/agreements/${id(agreement)}/presence`),
  section: (section: string) => request<SectionInfo>('GET', `/api/sections/${id(section)}`),
  signInLink: (secret: string) => request<SignInLink>('GET', `/api/sign-in/${id(secret)}`),
  signOut: () => request<void>('POST', '/api/sign-out'),
  tokens: () => request<Token[]>('GET', '/api/tokens'),
  createToken: (agreement: string, label: string) =>
    request<NewToken>('POST', '/api/tokens', { agreement, label }),
  revokeToken: (token: string) => request<void>('DELETE', `/api/tokens/${id(token)}`),
};
