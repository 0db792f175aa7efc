// Checks, one line for each, as editors/test counts them. Inside the extension host and outside of it.

const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;
/** How long a window stands still after a failure, for a picture to be taken of it. */
const EXPOSURE_MS = 2_000;

let failures = 0;

/** What the check that failed is told together with: the findings there were, what the server said. */
export type Witness = () => string | Promise<string>;

/** Runs one check. One that fails says what was seen, and the next one runs all the same. */
export async function check(name: string, run: () => unknown, witness?: Witness): Promise<void> {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (reason) {
    failures += 1;
    console.log(`not ok ${name}`);
    console.error(`# ${name}: ${said(reason)}`);
    if (witness !== undefined) {
      console.error(`# ${await Promise.resolve(witness()).catch(said)}`);
      await new Promise((resolve) => setTimeout(resolve, EXPOSURE_MS));
    }
  }
}

/** How many checks have failed. */
export function failed(): number {
  return failures;
}

/** An error as it is shown to whoever looks at a failure. */
export function said(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}

/**
 * Waits until the condition gives something that is neither undefined, null nor false, and returns it. A condition that
 * throws is not yet met, and is told where it never is.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  patience = PATIENCE_MS,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + patience;
  for (;;) {
    let obstacle = "";
    try {
      const met = await condition();
      if (met !== undefined && met !== null && met !== false) {
        return met as Exclude<T, undefined | null | false>;
      }
    } catch (reason) {
      obstacle = `: ${said(reason)}`;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${String(patience / 1000)} s in vain until ${what}${obstacle}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
