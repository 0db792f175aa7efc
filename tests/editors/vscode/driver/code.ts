import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { until } from "../checks.ts";

/** VS Code's server, which starts the extension hosts. Its user is the one whose home folder is in HOME. */
export class Code {
  readonly origin: string;
  private readonly token: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, port: string, token: string) {
    this.child = child;
    this.origin = `http://127.0.0.1:${port}`;
    this.token = token;
  }

  /** Starts it on a port that is free, in a process group of its own, which ends with this process. */
  static async start(home: string): Promise<Code> {
    const token = randomUUID();
    const args = [
      path.join(home, "out/server-main.js"),
      ...["--host", "127.0.0.1", "--port", "0", "--connection-token", token],
      ...["--accept-server-license-terms", "--disable-telemetry", "--disable-workspace-trust"],
      "--enable-smoke-test-driver",
    ];
    const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const end = (): void => {
      kill(child);
    };
    process.on("exit", end);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => process.exit(1));
    }
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    }
    const port = await until("VS Code listens", () => {
      if (child.exitCode !== null) {
        throw new Error(log);
      }
      return /listening on (\d+)/.exec(log)?.[1];
    });
    return new Code(child, port, token);
  }

  /** The address of a window that opens a folder or a `.code-workspace` file. */
  window(opened: string, payload: readonly (readonly [string, string])[] = []): string {
    const what = opened.endsWith(".code-workspace") ? "workspace" : "folder";
    const query = new URLSearchParams({ tkn: this.token, [what]: opened });
    if (payload.length > 0) {
      query.set("payload", JSON.stringify(payload));
    }
    return `${this.origin}/?${query.toString()}`;
  }

  /** Ends it with all that it has started. */
  stop(): void {
    kill(this.child);
  }
}

function kill(child: ChildProcess): void {
  if (child.pid !== undefined) {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}
