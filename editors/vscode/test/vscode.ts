/** What the tests need of VS Code's module, as it is where VS Code speaks English. */
export const l10n = {
  t: (message: string, ...values: (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place)),
};
