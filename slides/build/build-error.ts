/** What is wrong with the sources or with this computer, in one sentence that names the file. */
export class BuildError extends Error {
  override name = 'BuildError';
}
