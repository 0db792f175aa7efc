import { failed, said } from "../checks.ts";

/** Runs the checks of a window, and fails where one has. What keeps them from being run is said, too. */
export async function conclude(checks: () => Promise<void>): Promise<void> {
  try {
    await checks();
  } catch (reason) {
    console.error(`# ${said(reason)}`);
    throw reason;
  }
  if (failed() > 0) {
    throw new Error(`${String(failed())} failed`);
  }
}
