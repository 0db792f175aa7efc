/** What the page of a view is made of. */
export interface Page {
  /** Where the view may load from, as the editor says. */
  readonly source: string;
  /** Never used before. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /** A language tag, for fonts and screen readers. */
  readonly language: string;
}

/**
 * What the page may do: run its one script, load its one style sheet, and draw pictures that it has made itself, which
 * is how a drawing becomes a PNG. It may load nothing else, run nothing that stands in text, and talk to nobody.
 */
export function policy({ source, nonce }: Pick<Page, "source" | "nonce">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    "img-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The page, empty: what it shows comes by messages. */
export function page(page: Page): string {
  return `<!DOCTYPE html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(page.style)}">
</head>
<body>
<script nonce="${escaped(page.nonce)}" src="${escaped(page.script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0).toString()};`);
}
