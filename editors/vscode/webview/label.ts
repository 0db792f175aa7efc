/** How wide a text is. */
export type Measure = (text: string) => number;

/**
 * A text in lines of a width; what does not fit in the last line ends in an ellipsis. Nothing where not even that has
 * room. It is broken at any character, as Chinese is.
 */
export function fit(text: string, width: number, maximal: number, measure: Measure): string[] {
  const lines: string[] = [];
  const rest = Array.from(text.trim());
  while (rest.length > 0 && lines.length < maximal) {
    const taken = leading(rest, width, measure);
    const isLast = lines.length + 1 === maximal;
    if (taken === rest.length || (!isLast && taken > 0)) {
      lines.push(rest.splice(0, taken).join("").trim());
      continue;
    }
    const cut = leading(rest, width - measure("…"), measure);
    return cut === 0 ? [] : [...lines, `${rest.slice(0, cut).join("").trim()}…`];
  }
  return lines;
}

/** How many of the first characters have room. */
function leading(characters: readonly string[], width: number, measure: Measure): number {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += measure(character);
    return used > width;
  });
  return end === -1 ? characters.length : end;
}
