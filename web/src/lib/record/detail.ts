/** The fields of an entry as they stand on the record. Pure. */
type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field by its name, wherever it stands: some kinds hold theirs in an object of their own. */
export function fieldOf(detail: Fields, name: string): unknown {
  if (name in detail) return detail[name];
  const inside = Object.values(detail).find((value) => isFields(value) && name in value);
  return isFields(inside) ? inside[name] : undefined;
}

export function textField(detail: Fields, name: string): string {
  const value = fieldOf(detail, name);
  return typeof value === 'string' ? value : '';
}

/** Every field as a path and a value, for who wants to see all that was recorded. */
export function flatten(detail: Fields, path = ''): [string, string][] {
  return Object.entries(detail).flatMap(([name, value]): [string, string][] => {
    const here = path === '' ? name : `${path}.${name}`;
    if (isFields(value)) return flatten(value, here);
    if (Array.isArray(value) && value.some((one) => typeof one === 'object')) {
      return value.flatMap((one, place) => flatten({ [place + 1]: one }, here));
    }
    return [[here, Array.isArray(value) ? value.join(', ') : String(value ?? '–')]];
  });
}
