/** The routes by which things leave the server, and are forgotten there. */
import { agreements, query, request } from './client';
import type { Day, Hash } from './types';

export const keeping = {
  exportPath: (agreement: string) => `${agreements(agreement)}/export`,
  workingMaterialPath: (agreement: string, asOf: Day) =>
    `${agreements(agreement)}/working-material${query({ as_of: asOf })}`,
  signingKey: () => request<{ key: Hash }>('GET', '/api/signing-key'),
  purge: (agreement: string, decision: string) =>
    request<void>('POST', `${agreements(agreement)}/purge`, { decision }),
  erase: (agreement: string, position: number, words: Hash, reason: string) =>
    request<void>('POST', `${agreements(agreement)}/record/${position}/erase`, { words, reason }),
};
