import { Disposable, EventEmitter, LogLevel, type LogOutputChannel, workspace } from "vscode";

/**
 * The log as the language client traces into it: `budget.trace.server` alone decides, as its description says.
 *
 * The client itself heeds that setting only where the channel's own level is Trace, and writes at that level.
 */
export class Trace implements Disposable {
  private readonly levels = new EventEmitter<LogLevel>();
  private readonly listeners: Disposable;
  readonly channel: LogOutputChannel;

  constructor(log: LogOutputChannel) {
    const level = () => (isWanted() ? LogLevel.Trace : log.logLevel);
    const tell = () => {
      this.levels.fire(level());
    };
    this.channel = Object.create(log, {
      logLevel: { get: level },
      onDidChangeLogLevel: { value: this.levels.event },
      trace: { value: (message: string) => { log.info(message); } },
    }) as LogOutputChannel;
    this.listeners = Disposable.from(
      this.levels,
      log.onDidChangeLogLevel(tell),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("budget.trace.server")) {
          tell();
        }
      }),
    );
  }

  dispose(): void {
    this.listeners.dispose();
  }
}

function isWanted(): boolean {
  return workspace.getConfiguration("budget").get("trace.server") !== "off";
}
