/** What rules need to know beside the topology. */
export interface Known {
  /** Ids of the labs there are, as in `01-whoami`. Absent: labs are not judged. */
  labs?: readonly string[];
}
