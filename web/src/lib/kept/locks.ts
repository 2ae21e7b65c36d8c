/** Which copies are in use by a page that lives. Where a browser has no locks, none is known to be. */
const nameOf = (copy: string) => `overens.copy/${copy}`;

const locks = (): LockManager | undefined =>
  (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;

/** Says that this page uses a copy, until the answer is called or the page ends. */
export function holdCopy(copy: string): () => void {
  const abandoned = new AbortController();
  let release = () => abandoned.abort();
  locks()
    ?.request(nameOf(copy), { mode: 'shared', signal: abandoned.signal }, () => {
      return new Promise<void>((resolve) => (release = resolve));
    })
    // Let go of before it was granted.
    .catch(() => undefined);
  return () => release();
}

/** Does `work` if no living page uses the copy. */
export async function ifUnused(copy: string, work: () => Promise<void>): Promise<void> {
  const manager = locks();
  if (!manager) return work();
  await manager.request(nameOf(copy), { mode: 'exclusive', ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}
