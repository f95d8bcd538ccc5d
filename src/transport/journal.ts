/** Where everything that happens is written down for later: one plain-text log file a command. */
export interface Journal {
  /** `scope` is a node's name or `local`. Secrets are masked before anything is written. */
  write(scope: string, text: string): void;
}
