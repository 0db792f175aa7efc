import type { Scene, Stage } from "./stage";

/** One check of the view: what has to be true, how the stage is set, and the proof, which throws where it is not. */
export interface Check {
  readonly name: string;
  readonly scene?: Scene;
  /** Where the stage is opened again: what the first view has kept. */
  readonly proof: (stage: Stage, again: (scene: Scene) => Promise<Stage>) => Promise<void>;
}
