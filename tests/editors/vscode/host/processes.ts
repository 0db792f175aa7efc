// The processes of the machine, as Linux tells them.

import { readdir, readFile } from "node:fs/promises";

/** The children of this extension host that run the program of that name. */
export async function children(program: string): Promise<number[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(ids.map(async (id) => ((await isChild(id, program)) ? Number(id) : undefined)));
  return found.filter((id) => id !== undefined);
}

async function isChild(id: string, program: string): Promise<boolean> {
  try {
    // `1234 (budget-lsp) S 1200 …`: the name may hold blanks and brackets, the rest does not.
    const text = await readFile(`/proc/${id}/stat`, "utf8");
    const [state, parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return text.includes(`(${program})`) && state !== "Z" && Number(parent) === process.pid;
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
