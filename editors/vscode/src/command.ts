import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";

/** What the server is called where none is set and none is bundled. */
export const DEFAULT_SERVER = "budget-lsp";

/** The surroundings in which a program is looked up. */
export interface Surroundings {
  readonly home: string;
  readonly path: string;
  readonly platform: NodeJS.Platform;
  /** The server of this extension's own package, where that has one. */
  readonly bundled: string;
  readonly isProgram: (file: string) => Promise<boolean>;
}

/** The setting as it is meant: blank is the default, `~/` the home folder. */
export function serverCommand(setting: string, home: string): string {
  const trimmed = setting.trim();
  if (trimmed === "") {
    return DEFAULT_SERVER;
  }
  return /^~[/\\]/.test(trimmed) ? path.join(home, trimmed.slice(2)) : trimmed;
}

/**
 * The file that the setting names, or undefined where there is none. Where nothing is set, it is the bundled one.
 *
 * A name without a slash is looked up on PATH here rather than by the system, so that a server that is not installed can
 * be told from one that fails. A relative path is refused: a folder opened in the editor could bring its own program.
 */
export async function findServer(setting: string, where: Surroundings): Promise<string | undefined> {
  if (setting.trim() === "" && (await where.isProgram(where.bundled))) {
    return where.bundled;
  }
  const flavour = where.platform === "win32" ? path.win32 : path.posix;
  const command = serverCommand(setting, where.home);
  const isName = !command.includes("/") && !(where.platform === "win32" && command.includes("\\"));
  const folders = isName
    ? where.path.split(flavour.delimiter).filter((folder) => flavour.isAbsolute(folder))
    : flavour.isAbsolute(command)
      ? [""]
      : [];
  const isBare = where.platform === "win32" && flavour.extname(command) === "";
  const names = isBare ? [`${command}.exe`, command] : [command];
  for (const folder of folders) {
    for (const name of names) {
      const file = folder === "" ? name : flavour.join(folder, name);
      if (await where.isProgram(file)) {
        return file;
      }
    }
  }
  return undefined;
}

/** Whether a file is there and may be run. */
export async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
