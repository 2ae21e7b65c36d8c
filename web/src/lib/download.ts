/** Saves an answer of the server's as a file, so that a refusal is told in words and not saved as one. */
import { Problem, toProblem } from './api/client';
import { locale } from './messages/locale.svelte';

/** The name that the server gives a file; null if it gives none. */
export function fileName(disposition: string | null): string | null {
  return /filename="([^"/\\]+)"/.exec(disposition ?? '')?.[1] ?? null;
}

export async function saveFile(path: string, otherwise: string): Promise<void> {
  const answer = await fetch(path, {
    headers: { 'Accept-Language': locale.language },
    credentials: 'same-origin',
  }).catch(() => null);
  if (!answer) throw new Problem('unreachable', 0, '', '');
  if (!answer.ok) throw await toProblem(answer);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(answer.headers.get('Content-Disposition')) ?? otherwise;
  link.click();
  // The browser reads it when it has got round to it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
