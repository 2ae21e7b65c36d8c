/** How a fixed text is printed: on A4, with a line at the foot of every page that says which text it is. */

/** As a string of a style sheet, whatever it holds. */
export function cssString(text: string): string {
  const escaped = text.replace(
    /[^\p{L}\p{N} .,:;()/§–…·-]/gu,
    (character) => `\\${character.codePointAt(0)?.toString(16)} `,
  );
  return `"${escaped}"`;
}

/**
 * Puts the lines at the foot of every printed page, and the number of the page beside them, for as long
 * as the page is shown. `margin` is the paper's. Returns how to end it. The content security policy lets no script add a style
 * element; a sheet that is made in the document is none.
 */
export function printFoot(lines: readonly string[], margin = '22mm 24mm 30mm'): () => void {
  const foot = lines.map(cssString).join(' "\\a " ');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    @page {
      size: A4;
      margin: ${margin};
      @bottom-left {
        content: ${foot};
        width: 88%;
        padding-top: 4mm;
        vertical-align: top;
        white-space: pre-wrap;
        font: 8pt/1.4 'Source Serif 4 Variable', Georgia, serif;
        color: #444;
      }
      @bottom-right {
        content: counter(page) " (" counter(pages) ")";
        width: 12%;
        padding-top: 4mm;
        vertical-align: top;
        text-align: right;
        font: 8pt/1.4 'Source Serif 4 Variable', Georgia, serif;
        color: #444;
      }
    }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}
