/** Waits until `holds` is true, looking again 10 ms after each look; throws after `deadline` ms. */
export async function eventually(holds: () => boolean | Promise<boolean>, deadline = 5000): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not true within ${deadline} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
