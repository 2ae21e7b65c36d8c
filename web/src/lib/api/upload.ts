/** Brings a file to the server and tells how far it has come, which `fetch` cannot. */
import { locale } from '../messages/locale.svelte';
import { Problem, toProblem } from './client';
import type { Attachment } from './types';

/** What the server takes; it looks at the content itself. */
export const LARGEST_FILE = 20 * 1024 * 1024;
export const FILE_KINDS = ['application/pdf', 'image/png', 'image/jpeg'];

/** `onprogress` is told a part of 1. Aborting rejects with an `aborted` problem. */
export function upload(
  path: string,
  file: File,
  onprogress: (part: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Accept-Language', locale.language);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onprogress(loaded / total);
    };
    request.onload = async () => {
      const { status, responseText } = request;
      const response = new Response(responseText, { status });
      if (!response.ok) reject(await toProblem(response));
      else resolve(JSON.parse(responseText) as Attachment);
    };
    request.onerror = () => reject(new Problem('unreachable', 0, '', ''));
    request.onabort = () => reject(new Problem('aborted', 0, '', ''));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
