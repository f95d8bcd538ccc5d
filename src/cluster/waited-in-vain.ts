import { t } from 'ttag';

/** A node gave up because another one, which it has to wait for, failed: the other one's error is the one to show. */
export class WaitedInVain extends Error {
  constructor(node: string, cause: unknown) {
    super(t`not done: ${node} did not get there`, { cause });
  }
}
