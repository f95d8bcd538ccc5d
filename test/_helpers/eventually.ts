/** Waits until `holds` is true, looking every 10 ms; throws after `deadline` ms. */
export async function eventually(holds: () => boolean, deadline = 5000): Promise<void> {
  const end = Date.now() + deadline;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not true within ${deadline} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
