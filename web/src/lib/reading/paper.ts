/** What stands at the foot of every printed page. */

/** A CSS string; titles are typed by people. */
const quoted = (words: string): string =>
  `"${words.replace(/[\s\p{Cc}]+/gu, ' ').replace(/["\\]/g, '\\$&')}"`;

/** The rule for A4 pages with these lines at the foot, and the number of the page. */
export function pageRule(lines: readonly string[]): string {
  const foot = lines.map(quoted).join(' "\\A" ');
  const looks =
    'font-family: Georgia, serif; font-size: 7.5pt; color: #444; vertical-align: top; padding-top: 3mm';
  return `@page {
    size: A4;
    margin: 20mm 22mm 26mm;
    @bottom-left { content: ${foot}; white-space: pre; width: 85%; text-align: left; ${looks} }
    @bottom-right { content: counter(page) " (" counter(pages) ")"; text-align: right; ${looks} }
  }`;
}

/** Has every page that is printed carry it, until it is called off. */
export function footEveryPage(lines: readonly string[]): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pageRule(lines));
  document.adoptedStyleSheets.push(sheet);
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}
