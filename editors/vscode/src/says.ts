import { commands, env, l10n, type LogOutputChannel, window } from "vscode";

const INSTALL = "cargo install --path server";

/** Tells the user that there is no server, and what can be done; never waits for an answer. */
export class Says {
  constructor(
    private readonly log: LogOutputChannel,
    private readonly restart: () => Promise<void>,
  ) {}

  howToInstall(problem: string): void {
    const remedy = l10n.t("Install it with “{0}”, or set budget.server.path to where it is.", INSTALL);
    this.say(`${problem} ${remedy}`, {
      [l10n.t("Open Settings")]: () => commands.executeCommand("workbench.action.openSettings", "budget.server.path"),
      [l10n.t("Copy Command")]: () => env.clipboard.writeText(INSTALL),
      [l10n.t("Show Log")]: () => {
        this.log.show(true);
      },
    });
  }

  howToGoOn(problem: string): void {
    this.say(problem, {
      [l10n.t("Restart")]: this.restart,
      [l10n.t("Show Log")]: () => {
        this.log.show(true);
      },
    });
  }

  private say(message: string, choices: Record<string, () => unknown>): void {
    this.log.error(message);
    const answered = window.showErrorMessage(message, ...Object.keys(choices)).then(async (choice) => {
      await choices[choice ?? ""]?.();
    });
    answered.then(undefined, (reason: unknown) => {
      this.log.error(String(reason));
    });
  }
}
