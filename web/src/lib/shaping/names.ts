/** Languages and time zones by name. */

/** In the reader's language; the tag itself if it has no name there. */
export function languageName(tag: string, reader: string): string {
  try {
    const name = new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? tag;
    return `${name.charAt(0).toLocaleUpperCase(reader)}${name.slice(1)}`;
  } catch {
    return tag;
  }
}

/** Those that the browser knows, and the one that is chosen. */
export function timeZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes(chosen) ? known : [chosen, ...known];
}
