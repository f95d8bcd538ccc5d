/** A wrong swarmlab.yaml, and all that is said of it. */
export interface Wrong {
  what: string;
  text: string;
  /** For each problem in order: place, severity and message, then the fix. */
  says: readonly string[];
}
