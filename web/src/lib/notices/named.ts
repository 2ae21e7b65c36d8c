/** Which notice an address names. Pure. */

/** The notice that an address names, and the address without it; null if it names none. */
export function namedIn(address: string): { agreement: string; id: string; rest: string } | null {
  const url = new URL(address, 'https://a.example');
  const named = url.searchParams.get('notice');
  const [, agreement, id] = /^([0-9a-f-]{36})\.([a-z0-9_-]+)$/.exec(named ?? '') ?? [];
  if (!agreement || !id) return null;
  url.searchParams.delete('notice');
  return { agreement, id, rest: url.pathname + url.search + url.hash };
}
