/** Addresses that may stand in a text: http, https and mailto, and nothing that runs. */

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

/** What a person typed as an address; null if it is none. */
export function readAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s:/@]+\.[^\s:/@]{2,}(\/\S*)?$/.test(text)) return safeAddress(`https://${text}`);
  return safeAddress(text);
}
