/** Which addresses may be followed from a text: http, https and mailto, and nothing that runs. */
const ALLOWED = ['http:', 'https:', 'mailto:'];

/** The address if it may stand in a text, else null. */
export function safeAddress(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  try {
    const url = new URL(address);
    return ALLOWED.includes(url.protocol) ? address : null;
  } catch {
    return null;
  }
}
