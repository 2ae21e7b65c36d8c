/** Whether it is marked who wrote what: chosen once, for the text, its revisions and its history. Remembered here only. */
const STORED_UNDER = 'overens.authors';

export function rememberedSwitch(): boolean {
  try {
    return localStorage.getItem(STORED_UNDER) === 'on';
  } catch {
    // Storage can be forbidden; then the choice lasts as long as the page.
    return false;
  }
}

export function rememberSwitch(on: boolean): void {
  try {
    localStorage.setItem(STORED_UNDER, on ? 'on' : 'off');
  } catch {
    // See above.
  }
}
