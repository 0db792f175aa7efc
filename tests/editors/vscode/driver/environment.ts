/** What run.bash hands over. */
export interface Environment {
  /** The home folder of the user whose VS Code is started. */
  readonly home: string;
  /** Where VS Code is installed. */
  readonly vscode: string;
  /** This folder's parent. */
  readonly tests: string;
  readonly corpus: string;
  readonly server: string;
  /** Where to leave what may be looked at afterwards. */
  readonly artefacts: string;
}

export function environment(): Environment {
  return {
    home: variable("HOME"),
    vscode: variable("BUDGET_VSCODE"),
    tests: variable("BUDGET_TESTS"),
    corpus: variable("BUDGET_CORPUS"),
    server: variable("BUDGET_SERVER"),
    artefacts: variable("BUDGET_ARTEFACTS"),
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is not set`);
  }
  return value;
}
