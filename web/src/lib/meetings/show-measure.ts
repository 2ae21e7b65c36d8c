/** A link to a measure of a section leads to the measure, once the editor has drawn it. */

/** For how long one waits for a text that does not come, in milliseconds. */
const PATIENCE = 20_000;
const FLASH = 2_500;

/** Returns how to stop looking for it. */
export function showMeasure(): () => void {
  const number = /^#measure-([1-9]\d{0,5})$/.exec(location.hash)?.[1];
  if (number === undefined) return () => {};
  const find = () => document.querySelectorAll('.text .block-measure')[Number(number) - 1];
  const show = () => {
    const measure = find();
    if (!measure) return false;
    measure.scrollIntoView({ block: 'center' });
    // No attribute is set: what stands in the editor is the editor's.
    measure.animate([{ background: '#fdf0c8' }, { background: 'transparent' }], FLASH);
    return true;
  };
  if (show()) return () => {};
  const watch = new MutationObserver(() => {
    if (show()) stop();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(() => stop(), PATIENCE);
  function stop() {
    clearTimeout(timer);
    watch.disconnect();
  }
  return stop;
}
