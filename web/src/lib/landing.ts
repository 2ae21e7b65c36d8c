/** What a reader does who goes on by themselves. */
const SIGNS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/** A page has come to rest after this, in milliseconds. */
const MOST = 4000;

/**
 * Lands, and again whenever the page grows or shrinks, because what stands above the place may come after it; until
 * the reader goes on by themselves, or the page has had time to come to rest.
 *
 * @returns how to end it before
 */
export function keepLanding(land: () => void, onGoneOn: () => void): () => void {
  const observer = new ResizeObserver(land);
  const goOn = () => {
    end();
    onGoneOn();
  };
  const end = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const sign of SIGNS) removeEventListener(sign, goOn);
  };
  const timer = setTimeout(end, MOST);
  for (const sign of SIGNS) addEventListener(sign, goOn, { passive: true });
  observer.observe(document.body);
  return end;
}
