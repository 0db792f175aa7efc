/** A sentence with its places filled in. */
export function say(sentence: string, ...values: (string | number)[]): string {
  return sentence.replace(/\{(\d)\}/g, (place, index: string) => values[Number(index)]?.toString() ?? place);
}
