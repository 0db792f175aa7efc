/** What is asked of `process`. */
interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly report: { getReport(): object };
}

/** The name that VS Code's marketplace has for a platform. */
export function target({ platform, arch, report }: Machine): string {
  // https://code.visualstudio.com/api/working-with-extensions/publishing-extension#platformspecific-extensions
  const family = platform === "linux" && !usesGlibc(report) ? "alpine" : platform;
  return `${family}-${arch === "arm" ? "armhf" : arch}`;
}

function usesGlibc(report: Machine["report"]): boolean {
  const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime !== undefined;
}
