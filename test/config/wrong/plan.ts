/** A valid swarmlab.yaml; tests replace one piece of it. Line 6 is the subnet, 8 to 10 core-01, 11 to 13 core-02, 14 to 16 core-03. */
export const plan = `version: 1
cluster: demo
provider: docker
labs: []
network:
  subnet: 172.17.8.0/24
nodes:
  - name: core-01
    role: manager
    address: 172.17.8.101
  - name: core-02
    role: worker
    address: 172.17.8.102
  - name: core-03
    role: worker
    address: 172.17.8.103
`;

/** The plan with pieces replaced, each of which must be in it. */
export function planWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the plan: ${from}`);
    return text.replace(from, () => to);
  }, plan);
}
